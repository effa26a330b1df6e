import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { apiCalls } from './api-call.ts'

/** Asks a server that answers these statuses, one after the other. */
async function asked(
  statuses: readonly number[],
  retryAfter: string,
): Promise<{ said: unknown; asked: number }> {
  let times = 0
  const server = createServer((_request, response) => {
    const status = statuses[times++] ?? 200
    response.writeHead(status, { 'retry-after': retryAfter }).end(status === 200 ? '{"ok":true}' : '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const said = await apiCalls(url, 'key')('GET', '/v1/health').catch((error: unknown) => String(error))
  server.closeAllConnections()
  server.close()
  return { said, asked: times }
}

it('waits as long as Retry-After says, and retries', async () => {
  expect(await asked([429, 429], '0')).toEqual({ said: { ok: true }, asked: 3 })
})

it('gives up after repeated or long waits', async () => {
  expect((await asked([429, 429, 429, 429, 429, 429, 429], '0')).asked).toBe(6)
  expect((await asked([429], '3600')).asked).toBe(1)
})

it('does not ask again what was refused', async () => {
  const { said, asked: times } = await asked([403], '0')
  expect([String(said), times]).toEqual([expect.stringContaining('answered 403'), 1])
})
