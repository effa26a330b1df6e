import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { graphOverHttp } from '../functions/src/graph/graph-client.undici.ts'
import { composePayload } from '../functions/src/graph/payload.ts'
import { message } from '../functions/test/support/sample-documents.ts'
import { pairedRounds, ratioOf, type Variant } from './paired-rounds.ts'
import type { Result } from './report.ts'

/** The undici of the functions: the root has another one. */
const fromFunctions = createRequire(resolve(import.meta.dirname, '../functions/package.json'))
const { request } = fromFunctions('undici') as {
  request(url: string, options: object): Promise<{ body: { json(): Promise<unknown> } }>
}

const SENDS = 1_000
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Row 8: CPU of a send to Meta, against a POST and a reading of its answer with nothing around them. */
export async function graphSend(rounds: number): Promise<Result[]> {
  const standIn = fork(join(import.meta.dirname, 'graph-stand-in.mjs'))
  const [port] = (await once(standIn, 'message')) as [number]
  const url = `http://127.0.0.1:${String(port)}`
  const payload = composePayload({ to: message.to, content: message.content, callbackData: 'w1:x:1:' })
  const graph = graphOverHttp(
    { url, testUrl: url, version: 'v26.0', accessToken: 'token', testAccessToken: 'token' },
    silent,
  )
  const body = JSON.stringify(payload)
  const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
  const costs = await pairedRounds(
    [
      repeated('ours', () => graph.send({ phoneNumberId: '1', mode: 'live' }, payload)),
      repeated('bare', async () =>
        (await request(`${url}/v26.0/1/messages`, { method: 'POST', headers, body })).body.json(),
      ),
    ],
    rounds,
  )
  standIn.disconnect()
  return [
    {
      row: '8',
      what: 'a send to Meta: CPU / a bare undici POST',
      ratio: ratioOf(costs, 'ours', 'bare'),
      goal: 1.3,
    },
  ]
}

const repeated = (name: string, send: () => Promise<unknown>): Variant => ({
  name,
  async round() {
    const before = process.cpuUsage()
    for (let i = 0; i < SENDS; i++) await send()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / SENDS
  },
})
