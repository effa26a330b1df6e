import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fetchFunctionTriggers } from '../src/functions-host/backends.ts'
import { startFunctionsHost, type FunctionsHost } from '../src/functions-host/functions-host.ts'

let host: FunctionsHost
const base = () => `${host.url}/demo-waypost/europe-west1`
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

interface Echo {
  url: string
  rawBody: { sha256: string; length: number } | null
  bodyKind: string
  greeting: string
  clockOffsetMs: string | null
}

const echo = async (path: string, init?: RequestInit) =>
  (await fetch(`${base()}/api${path}`, init)).json() as Promise<Echo>
const seen = async () => (await fetch(`${base()}/seen`)).json() as Promise<Record<string, unknown>[]>

beforeAll(async () => {
  process.env.GCLOUD_PROJECT = 'demo-waypost'
  process.env.FUNCTIONS_EMULATOR = 'true'
  host = await startFunctionsHost({
    bundlePath: join(import.meta.dirname, 'fixtures/functions.mjs'),
    projectId: 'demo-waypost',
    port: 0,
  })
})

afterAll(() => host.close())

it('hosts every function of the bundle in the region its parameter names', async () => {
  expect(host.functionNames).toEqual(['api', 'crash', 'created', 'every', 'seen', 'slow', 'work'])
  const triggers = await fetchFunctionTriggers(host.url)
  expect(triggers.map(({ id }) => id)).toContain('europe-west1-created')
})

it('tells triggers, schedules and queue rates with parameters resolved', async () => {
  const byName = Object.fromEntries(
    (await fetchFunctionTriggers(host.url)).map((trigger) => [trigger.name, trigger]),
  )
  expect(byName.created?.eventTrigger).toMatchObject({
    eventType: 'google.cloud.firestore.document.v1.created',
    eventFilterPathPatterns: { document: 'outbox/{id}' },
    retry: true,
  })
  expect(byName.every?.schedule).toMatchObject({ schedule: '* * * * *' })
  expect(byName.work?.taskQueueTrigger?.rateLimits).toEqual({ maxDispatchesPerSecond: 7 })
})

it.each([
  ['application/json', '{"a" :  "\\u00e9 \u{1F600}"}\r\n', 'object'],
  ['application/x-www-form-urlencoded', 'a=1&b=%20', 'object'],
  ['text/plain', 'gr\u00fc\u00df', 'string'],
  ['application/octet-stream', '\u0000\u0001', 'buffer'],
])('keeps the bytes of a %s body beside the parsed one', async (type, text, kind) => {
  const bytes = Buffer.from(text)
  const answer = await echo('/v1/x?y=1', { method: 'POST', body: bytes, headers: { 'content-type': type } })
  expect(answer).toMatchObject({
    url: '/v1/x?y=1',
    bodyKind: kind,
    rawBody: { sha256: sha256(bytes), length: bytes.length },
  })
})

it('has no rawBody when there is no body', async () => {
  expect((await echo('')).rawBody).toBeNull()
})

it('answers malformed JSON itself, as the functions runtime does', async () => {
  const response = await fetch(`${base()}/api`, {
    method: 'POST',
    body: '{"a":',
    headers: { 'content-type': 'application/json' },
  })
  expect(response.status).toBe(400)
  expect(response.headers.get('content-type')).toContain('text/html')
})

it('refuses more than 32 MB', async () => {
  const body = Buffer.alloc(33 * 1024 * 1024, 1)
  const response = await fetch(`${base()}/api`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain' },
  })
  expect(response.status).toBe(413)
})

it('cuts a function off at its timeout', async () => {
  const response = await fetch(`${base()}/slow`)
  expect(response.status).toBe(504)
})

it('fills defaults of parameters, which functions read at run time', async () => {
  expect((await echo('')).greeting).toBe('hello')
})

it('tells functions how far the clock was moved', async () => {
  await fetch(`${host.url}/__/clock`, { method: 'POST', body: '{"offsetMs":60000}' })
  expect((await echo('')).clockOffsetMs).toBe('60000')
})

it('delivers document events with their data and path parameters', async () => {
  const response = await deliverCreated('doc-1', { text: { stringValue: 'hi' } })
  expect(response.status).toBe(200)
  expect(await seen()).toContainEqual({ id: 'doc-1', data: { text: 'hi' } })
})

it('answers 500 when an event function throws, and goes on', async () => {
  expect((await deliverCreated('doc-2', { fail: { booleanValue: true } })).status).toBe(500)
  expect((await deliverCreated('doc-3', {})).status).toBe(200)
})

it('runs a schedule with the scheduler\u2019s headers', async () => {
  const response = await fetch(`${host.url}/functions/projects/demo-waypost/triggers/europe-west1-every-0`, {
    method: 'POST',
    headers: {
      'x-cloudscheduler-jobname': 'job',
      'x-cloudscheduler-scheduletime': '2026-01-01T00:00:00.000Z',
    },
  })
  expect(response.status).toBe(200)
  expect(await seen()).toContainEqual({ jobName: 'job', scheduleTime: '2026-01-01T00:00:00.000Z' })
})

it('counts invocations by function until they are reset', async () => {
  await fetch(`${host.url}/__/invocations`, { method: 'DELETE' })
  await echo('')
  await echo('')
  await deliverCreated('doc-4', {})
  const answer = await (await fetch(`${host.url}/__/invocations`)).json()
  expect(answer).toEqual({ counts: { api: 2, created: 1 }, running: 0 })
})

it('says which functions there are when none is at an address', async () => {
  const response = await fetch(`${host.url}/demo-waypost/us-central1/api`)
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('/demo-waypost/europe-west1/api')
})

it('refuses a bundle without functions', async () => {
  const bundlePath = join(import.meta.dirname, 'fixtures/empty.mjs')
  await expect(startFunctionsHost({ bundlePath, projectId: 'demo-waypost', port: 0 })).rejects.toThrow(
    /No function in .*empty\.mjs/,
  )
})

function deliverCreated(id: string, fields: object): Promise<Response> {
  const name = `projects/demo-waypost/databases/(default)/documents/outbox/${id}`
  const event = {
    specversion: '1.0',
    id: `event-${id}`,
    type: 'google.cloud.firestore.document.v1.created',
    source: '//firestore.googleapis.com/projects/demo-waypost/databases/(default)',
    subject: `documents/outbox/${id}`,
    time: '2026-01-01T00:00:00.000Z',
    project: 'demo-waypost',
    database: '(default)',
    namespace: '(default)',
    location: 'europe-west1',
    document: `outbox/${id}`,
    datacontenttype: 'application/json',
    data: {
      value: { name, fields, createTime: '2026-01-01T00:00:00.000Z', updateTime: '2026-01-01T00:00:00.000Z' },
    },
  }
  return fetch(`${host.url}/functions/projects/demo-waypost/triggers/europe-west1-created-0`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  })
}
