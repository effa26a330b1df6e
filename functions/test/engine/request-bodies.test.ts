import { getRequestListener } from '@hono/node-server'
import type { EmbeddedFirestore } from '@waypost/embedded-firestore'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../src/api/app.http.ts'
import { restoreBodyHeaders } from '../../src/http/body-headers.ts'
import { keepBodiesRaw } from '../../src/http/keep-bodies-raw.system.ts'
import { route } from '../../src/http/route.ts'
import { buildDeployable, type Deployable } from '../support/deployable.ts'
import { deployedEnvironment } from '../support/deployed-stack.ts'
import { framework } from '../support/functions-framework.ts'
import { serveFunction, type ServedFunction } from '../support/served-function.ts'
import { startFirestore } from '../support/start-firestore.ts'

const MEGABYTE = 1024 * 1024

/** An API of one route, which answers what it was sent, on Google's functions framework. */
let server: Server
let endKeeping: () => void
let url: string
beforeAll(async () => {
  const echo = route({
    method: 'POST',
    path: '/v1/echo',
    access: 'send',
    body: z.unknown(),
    doc: { summary: 'Echo', answers: { 200: z.unknown() } },
    handle: async ({ body }) => ({ status: 200, body: { received: body } }),
  })
  const app = createApp({
    routes: [echo],
    authenticate: async () => ({ kind: 'user', uid: 'u', role: 'sender' }),
    acts: {
      recordAuditAction: async () => undefined,
      alert: async () => undefined,
      clock: { now: () => new Date(0) },
    },
    corsOrigins: [],
    docsUrl: '',
    ids: { next: (prefix) => `${prefix}_1` },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  endKeeping = keepBodiesRaw()
  const listener = getRequestListener(app.fetch)
  server = framework.serve('echo', (request, response) => {
    restoreBodyHeaders(request)
    void listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1/echo`
})
afterAll(async () => {
  endKeeping()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  const response = await fetch(url, { method: 'POST', headers, body })
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type'), text }
}

const json = { 'content-type': 'application/json' }

it.each([
  ['malformed JSON', '{"a":', json, 400, 'INVALID_REQUEST'],
  ['text that is no JSON', 'hello', json, 400, 'INVALID_REQUEST'],
  ['a body that is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), json, 400, 'INVALID_REQUEST'],
  [
    'a charset other than UTF-8',
    '{}',
    { 'content-type': 'application/json; charset=utf-16' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a charset that does not exist',
    '{}',
    { 'content-type': 'application/json; charset=wrong' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a form',
    'a=1&b=2',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a form with too many fields',
    'a=1&'.repeat(2000),
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a form with a broken escape',
    'a=%E0%A4%A',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['plain text', '{}', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['gzip', gzipSync('{}'), { ...json, 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  [
    'what is called gzip and is not',
    '{}',
    { ...json, 'content-encoding': 'gzip' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['an unknown encoding', '{}', { ...json, 'content-encoding': 'snappy' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['more than a body may have', `"${'x'.repeat(300 * 1024)}"`, json, 413, 'PAYLOAD_TOO_LARGE'],
])('answers %s with an error of ours', async (_what, body, headers, status, error) => {
  const answer = await post(body, headers)
  expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'application/json' })
  expect(JSON.parse(answer.text)).toMatchObject({ error, requestId: 'req_1' })
})

it.each([
  ['null', null],
  ['7', 7],
  ['"text"', 'text'],
  ['[1,2]', [1, 2]],
  ['{"a":"é😀"}', { a: 'é😀' }],
])('hands %s to the route', async (body, received) => {
  const answer = await post(body, { 'content-type': 'application/json; charset=utf-8' })
  expect({ status: answer.status, body: JSON.parse(answer.text) as unknown }).toEqual({
    status: 200,
    body: { received },
  })
})

/** The functions as deployed: what a stranger can make them inflate. */
let deployable: Deployable
let firestore: EmbeddedFirestore
let api: ServedFunction
let webhook: ServedFunction
beforeAll(async () => {
  ;[deployable, firestore] = await Promise.all([buildDeployable(), startFirestore()])
  const environment = deployedEnvironment(firestore.host, 'http://127.0.0.1:1')
  ;[api, webhook] = (await Promise.all(
    (['api', 'whatsappWebhook'] as const).map((name) => serveFunction(deployable.entry, name, environment)),
  )) as [ServedFunction, ServedFunction]
})
afterAll(async () => {
  await Promise.all([api.close(), webhook.close()])
  await firestore.close()
  deployable.remove()
})

it.each([
  ['api', () => api, '/v1/send'],
  ['whatsappWebhook', () => webhook, '/'],
])('%s does not inflate the body of a stranger', async (_name, served, path) => {
  const bomb = gzipSync(Buffer.alloc(100 * MEGABYTE, '[1,'))
  const send = async (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
    const response = await fetch(`${served().url}${path}`, { method: 'POST', headers, body })
    return { status: response.status, text: await response.text() }
  }
  // Warm: the code of a refusal is loaded.
  expect((await send(Buffer.from('{}'), json)).status).toBe(401)
  const before = await served().peakMemory()
  for (let n = 0; n < 5; n++)
    expect((await send(bomb, { ...json, 'content-encoding': 'gzip' })).status).toBe(401)
  expect((await served().peakMemory()) - before).toBeLessThan(20 * MEGABYTE)
})
