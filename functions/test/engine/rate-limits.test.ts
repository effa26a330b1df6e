import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { Caller } from '../../src/http/caller.ts'
import type { Quota } from '../../src/rate-limits/gcra.ts'
import { firestoreRateLimits } from '../../src/rate-limits/rate-limit-ledger.firestore.ts'
import { leaseSize, rateLimiter, type RateLimiter } from '../../src/rate-limits/rate-limiter.ts'
import { sessionRateLimiter } from '../../src/rate-limits/session-rate-limit.ts'
import { publicRoute, route } from '../../src/http/route.ts'
import { createApp } from '../../src/api/app.http.ts'
import { sendBatch } from '../../src/send/send-batch.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { WaypostError } from '@waypost/contract'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
}, 60_000)
afterAll(() => rig.close())
beforeEach(() => rig.clock.reset())

const never = () => new Promise<void>(() => undefined)

/** One instance of the API, with a memory of its own. */
const instance = (): RateLimiter =>
  rateLimiter({ ledger: firestoreRateLimits(rig.db), alert: rig.needs.alert, clock: rig.clock, sleep: never })
let subjects = 0
const somebody = () => `key:${String(++subjects)}`

/** Asks round robin, all at once: how many got in. */
async function admittedOf(
  instances: RateLimiter[],
  subject: string,
  { quota, times }: { quota: Quota; times: number },
) {
  const asked = Array.from({ length: times }, async (_, i) =>
    instances[i % instances.length]?.consume(subject, quota),
  )
  return (await Promise.all(asked)).filter((state) => state?.admitted === true).length
}

const written = () => {
  const { reads, writes } = rig.firestore.counts()
  return { reads, writes }
}

it.each([1, 7, 20, 100, 1000])('is exact with one instance: %i', async (requests) => {
  const [quota, subject, alone] = [{ requests, seconds: 900 }, somebody(), instance()]
  expect(await admittedOf([alone], subject, { quota, times: requests + 50 })).toBe(requests)
  rig.clock.advance(Math.ceil(900_000 / requests) / 1000)
  expect(await admittedOf([alone], subject, { quota, times: 3 })).toBe(1)
})

it.each([
  [2, 100],
  [3, 1000],
  [5, 100],
  [8, 60],
])(
  'admits all of a quota, and less than a lease more for each further of %i instances: %i',
  async (many, requests) => {
    const [quota, subject] = [{ requests, seconds: 900 }, somebody()]
    const instances = Array.from({ length: many }, instance)
    const admitted = await admittedOf(instances, subject, { quota, times: requests * 3 })
    expect(admitted).toBeGreaterThanOrEqual(requests)
    expect(admitted).toBeLessThanOrEqual(requests + (many - 1) * (leaseSize(quota) - 1))
    // By then all of them know.
    expect(await admittedOf(instances, subject, { quota, times: many })).toBe(0)
  },
  30_000,
)

it('is exact with any number of instances where the lease is one: 20 messages a minute', async () => {
  const [quota, subject] = [{ requests: 20, seconds: 60 }, somebody()]
  expect(await admittedOf(Array.from({ length: 5 }, instance), subject, { quota, times: 60 })).toBe(20)
}, 30_000)

it('writes once for a lease, and not at all for those who ask little or too much', async () => {
  const [quota, subject, alone] = [{ requests: 1000, seconds: 900 }, somebody(), instance()]
  rig.firestore.resetCounts()
  await admittedOf([alone], subject, { quota, times: leaseSize(quota) - 1 })
  expect(written()).toEqual({ reads: 0, writes: 0 })
  await admittedOf([alone], subject, { quota, times: 1000 })
  expect(written().writes).toBe(1000 / leaseSize(quota))
  rig.firestore.resetCounts()
  await admittedOf([alone], subject, { quota, times: 500 })
  expect(written()).toEqual({ reads: 0, writes: 0 })
})

it('goes on without its ledger, each instance for itself, and alerts once for a quarter of an hour', async () => {
  const [quota, subject] = [{ requests: 4, seconds: 900 }, somebody()]
  const down = { sync: () => Promise.reject(new Error('14 UNAVAILABLE')) }
  const alerts: string[] = []
  const alone = rateLimiter({
    ledger: down,
    alert: async ({ event, at }) => void alerts.push(`${event} ${at.toISOString()}`),
    clock: rig.clock,
    sleep: never,
  })
  expect(await admittedOf([alone], subject, { quota, times: 6 })).toBe(4)
  rig.clock.advance(600)
  await alone.consume(somebody(), quota)
  expect(alerts).toEqual(['rate_limiter.unavailable 2026-03-01T12:00:00.000Z'])
  rig.clock.advance(600)
  await alone.consume(somebody(), quota)
  expect(alerts).toHaveLength(2)
})

it('goes on when Firestore refuses, and tells an operator once', async () => {
  const [quota, subject, alone] = [{ requests: 10, seconds: 900 }, somebody(), instance()]
  rig.firestore.failNext({ rpc: 'Commit', code: 'PERMISSION_DENIED', collection: 'limits', times: 2 })
  expect(await admittedOf([alone], subject, { quota, times: 2 })).toBe(2)
  rig.clock.advance(11)
  expect(await admittedOf([alone], subject, { quota, times: 1 })).toBe(1)
  const alerts = await rig.db.collection('alerts').where('event', '==', 'rate_limiter.unavailable').get()
  expect(alerts.docs.map((document) => document.get('code') as string)).toEqual(['UNAVAILABLE'])
  rig.clock.advance(11)
  // It is back: what was spent meanwhile counts everywhere.
  await alone.consume(subject, quota)
  expect((await instance().consume(subject, quota)).remaining).toBe(5)
})

it('does not wait for a ledger that does not answer', async () => {
  const alone = rateLimiter({
    ledger: { sync: () => new Promise(() => undefined) },
    alert: async () => undefined,
    clock: rig.clock,
    sleep: async () => undefined,
  })
  expect(await alone.consume(somebody(), { requests: 1, seconds: 60 })).toMatchObject({ admitted: true })
})

it('keeps nothing of whom it limits but a hash, and lets that be deleted', async () => {
  await instance().consume('address:203.0.113.7', { requests: 1, seconds: 60 })
  const kept = (await rig.db.collection('limits').get()).docs.find((one) => one.get('kind') === 'address')
  expect(JSON.stringify([kept?.id, kept?.data()])).not.toContain('203.0.113')
  expect(Object.keys(kept?.data() ?? {}).toSorted()).toEqual(['fullAt', 'kind', 'purgeAt'])
})

const key = (about: object = {}): Caller => ({
  kind: 'key',
  keyId: somebody(),
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
  ...about,
})

/** An API of two routes, with a limit of two requests for strangers and three for keys. */
function door(caller: Caller) {
  const handle = async () => ({ status: 200 as const, body: {} })
  const body = z.strictObject({ a: z.string() })
  const doc = { summary: 'Answer', answers: { 200: z.object({}) } }
  return createApp({
    routes: [
      route({ method: 'POST', path: '/v1/private', access: 'send', body, doc, handle }),
      route({
        method: 'POST',
        path: '/v1/items',
        access: 'send',
        body,
        countItems: (items) => body.parse(items).a.length,
        doc,
        handle,
      }),
      publicRoute({ method: 'GET', path: '/v1/public', doc, handle }),
    ],
    authenticate: async (header) => {
      if (header('authorization') !== 'Bearer good') throw new WaypostError('UNAUTHORIZED')
      return caller
    },
    limits: { limiter: instance(), requests: { unauthenticated: 2, plainUser: 1, trustedUser: 3, key: 3 } },
    acts: { recordAuditAction: async () => undefined, alert: rig.needs.alert, clock: rig.clock },
    corsOrigins: [],
    docsUrl: '',
    ids: rig.needs.ids,
    log: rig.needs.log,
  })
}

const rateLimitsOf = ({ headers }: Response) =>
  [
    'ratelimit-policy',
    'ratelimit',
    'ratelimit-limit',
    'ratelimit-remaining',
    'ratelimit-reset',
    'retry-after',
  ].map((name) => headers.get(name))
const newAddress = () => ({ 'x-forwarded-for': `203.0.113.${String(++subjects)}` })
const asKey = (body: unknown, headers = {}) => ({
  method: 'POST',
  headers: { authorization: 'Bearer good', 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

it('says on every answer what is left, and refuses with the time to wait', async () => {
  const api = door(key())
  const bad = await api.request('/v1/private', asKey({ b: 1 }))
  expect([bad.status, ...rateLimitsOf(bad)]).toEqual([
    400,
    '"key";q=3;w=900',
    '"key";r=2;t=300',
    '3',
    '2',
    '300',
    null,
  ])
  const large = await api.request('/v1/private', asKey({ a: 'x'.repeat(300_000) }))
  expect([large.status, ...rateLimitsOf(large)]).toEqual([
    413,
    '"key";q=3;w=900',
    '"key";r=1;t=300',
    '3',
    '1',
    '300',
    null,
  ])
  const last = await api.request('/v1/private', asKey({ a: 'x' }))
  expect([last.status, ...rateLimitsOf(last)]).toEqual([
    200,
    '"key";q=3;w=900',
    '"key";r=0;t=300',
    '3',
    '0',
    '300',
    null,
  ])
  const refused = await api.request('/v1/private', asKey({ a: 'x' }))
  expect([refused.status, ...rateLimitsOf(refused)]).toEqual([
    429,
    '"key";q=3;w=900',
    '"key";r=0;t=300',
    '3',
    '0',
    '300',
    '300',
  ])
  expect(await refused.json()).toMatchObject({
    error: 'RATE_LIMITED',
    message: 'This API key may make 3 requests in 15 minutes. Try again in 300 s.',
    retry: 'later',
  })
})

it.each<[string, Caller, number]>([
  ['a key with a limit of its own', key({ limits: { requestsPer15Minutes: 5 } }), 5],
  ['a plain user', { kind: 'user', uid: 'plain', role: 'plain' }, 1],
  ['a sender', { kind: 'user', uid: 'sender', role: 'sender' }, 3],
  ['an operator', { kind: 'user', uid: 'operator', role: 'operator' }, 3],
])('has a quota for %s', async (_who, caller, requests) => {
  const api = door(caller)
  const asked = await Promise.all(
    Array.from({ length: 8 }, async () => api.request('/v1/private', asKey({ a: 'x' }))),
  )
  expect(asked.filter(({ status }) => status === 429)).toHaveLength(8 - requests)
})

it.each<[string, Caller, number, number]>([
  ['one row of a plain user', { kind: 'user', uid: 'one row', role: 'plain' }, 1, 200],
  ['two rows of a plain user who may make one request', { kind: 'user', uid: 'rows', role: 'plain' }, 2, 429],
  ['200 rows of a sender', { kind: 'user', uid: 'many', role: 'sender' }, 200, 200],
  ['200 rows of a key', key(), 200, 200],
])('counts the rows of a batch for users without a role: %s', async (_, caller, rows, status) => {
  const answer = await door(caller).request('/v1/items', asKey({ a: 'x'.repeat(rows) }))
  expect(answer.status).toBe(status)
})

it('counts strangers by address: what is public, what is not there, and what is refused to them', async () => {
  const api = door(key())
  for (const path of ['/v1/public', '/v1/nowhere', '/v1/private']) {
    const headers = newAddress()
    const method = path === '/v1/private' ? 'POST' : 'GET'
    const statuses = []
    for (let i = 0; i < 3; i++) {
      const answer = await api.request(path, { method, headers })
      expect(answer.headers.get('ratelimit-policy')).toBe('"address";q=2;w=900')
      statuses.push(answer.status)
    }
    expect(statuses.at(-1)).toBe(429)
    expect(statuses.slice(0, 2)).not.toContain(429)
    // A caller with credentials is not limited by strangers at the same address.
    expect((await api.request('/v1/private', asKey({ a: 'x' }, headers))).status).toBe(200)
  }
})

it('counts each row of a batch for its session, and refuses those that are too many', async () => {
  const consumeSessionQuota = sessionRateLimiter(instance(), { web: 20, cloud: 2 })
  const rows = Array.from({ length: 4 }, (_, i) => ({
    to: `+97254680030${String(i)}`,
    type: 'text',
    text: { body: 'hi' },
  }))
  const batch = { caller: key(), rows, idempotencyKey: undefined, docsUrl: '/' }
  const answers = await sendBatch(batch, { ...rig.needs, consumeSessionQuota })
  expect(
    answers
      .map((answer) => ('error' in answer ? answer.error : String((answer as { status?: string }).status)))
      .toSorted(),
  ).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'queued', 'queued'])
})
