/** The figures of an installation, and the warnings about its token, on the real database and the simulator. */
import { errorCatalogue, HealthDetails } from '@waypost/contract'
import type { EmbeddedFirestore } from '@waypost/embedded-firestore'
import { startGraphSimulator, type GraphSimulator } from '@waypost/graph-simulator'
import { Firestore, Timestamp } from '@google-cloud/firestore'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inspectToken } from '../../src/graph/token-inspection.undici.ts'
import { firestoreInstallationCounts } from '../../src/api/health-details.firestore.ts'
import { healthDetails, type HealthDetailsNeeds } from '../../src/api/health-details.ts'
import { healthDetailsRoute } from '../../src/api/health-details.http.ts'
import type { Caller } from '../../src/http/caller.ts'
import { authorize } from '../../src/auth/authorize.ts'
import type { RouteRequest } from '../../src/http/route.ts'
import { firestoreTokenWarnings } from '../../src/sessions/check-token.firestore.ts'
import { checkToken } from '../../src/sessions/check-token.ts'
import { startFirestore } from '../support/start-firestore.ts'

const wabaId = '102290129340398'
const token = 'EAAhealth'
const start = new Date('2026-11-01T06:17:00Z')
let now = start
const clock = { now: () => now }
let firestore: EmbeddedFirestore
let graph: GraphSimulator
let db: Firestore

beforeAll(async () => {
  firestore = await startFirestore()
  graph = await startGraphSimulator({
    port: 0,
    appSecret: 'app-secret',
    verifyToken: 'verify',
    accessToken: token,
    wabaId,
    phoneNumberId: '106540352242922',
    now: () => now,
  })
  db = new Firestore({
    projectId: 'demo-health',
    host: firestore.host,
    ssl: false,
    customHeaders: { authorization: 'Bearer owner' },
  })
})
beforeEach(async () => {
  now = start
  graph.reset()
  for (const collection of await db.listCollections()) await db.recursiveDelete(collection)
})
afterAll(async () => {
  await graph.close()
  await db.terminate()
  await firestore.close()
})

const inspect = (app?: { id: string; secret: string }, asked = token) =>
  inspectToken({ url: graph.url, version: 'v26.0', token: asked, wabaId, ...(app && { app }) })
const needs = (): HealthDetailsNeeds => ({
  inspectToken: () => inspect(),
  counts: firestoreInstallationCounts(db),
  graphVersion: 'v25.0',
  clock,
})
const tokenAtMeta = (change: object) =>
  fetch(`${graph.url}/_simulator/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  })
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

it('of an empty installation tells that nothing waits and nothing came', async () => {
  const details = await healthDetails(needs())
  expect(HealthDetails.parse(details)).toEqual({
    time: start.toISOString(),
    token: {
      state: 'valid',
      fingerprint: '379f6a825d64',
      type: 'SYSTEM_USER',
      expiresAt: null,
      daysLeft: null,
      missingPermissions: [],
      reachesAccount: true,
    },
    graph: { version: 'v25.0', state: 'living', lastDay: '2028-07-29', daysLeft: 636 },
    sessionsOnHold: [],
    queue: { waiting: 0, due: 0, oldestDueAt: null, held: 0 },
    webhooks: { lastAt: null, quarantined: 0 },
  })
})

it('counts what waits, what is due, what is held and what could not be read', async () => {
  const hold = { code: 'WHATSAPP_TOKEN_EXPIRED' as const, reason: 'Session has expired.', since: at(-30) }
  const status = { source: 'meta', at: at(-3), status: 'sent', attempt: 1, wamid: 'w', raw: '{}' }
  const message = (fields: object) =>
    db.collection('messages').add({ createdAt: at(-60), timeline: [], ...fields })
  await Promise.all([
    message({ sending: 'queued', wakeAt: at(-10) }),
    message({ sending: 'errored', wakeAt: at(-20) }),
    message({ sending: 'queued', wakeAt: at(500) }),
    message({ sending: 'held' }),
    message({ sending: 'accepted', timeline: [status, { ...status, at: at(-2) }] }),
    db.collection('inbox').add({ receivedAt: at(-7) }),
    db.collection('rawWebhooks').add({ state: 'quarantined', receivedAt: at(-9) }),
    db.collection('inbox').add({ state: 'quarantined', receivedAt: at(-9) }),
    db.collection('rawWebhooks').add({ state: 'kept', receivedAt: at(-8) }),
    db.doc('sessions/ses_shop').set({ name: 'Shop', hold }),
    db.doc('sessions/ses_fine').set({ name: 'Fine' }),
  ])
  const details = HealthDetails.parse(await healthDetails(needs()))
  expect(details.queue).toEqual({ waiting: 3, due: 2, oldestDueAt: at(-20).toISOString(), held: 1 })
  expect(details.webhooks).toEqual({ lastAt: at(-2).toISOString(), quarantined: 2 })
  expect(details.sessionsOnHold).toEqual([
    { id: 'ses_shop', name: 'Shop', ...hold, since: at(-30).toISOString() },
  ])
})

it('tells how long the token lasts, and why a dead one is dead', async () => {
  await tokenAtMeta({ action: 'expire', expiresInSeconds: 20.5 * 86_400 })
  const living = (await healthDetails(needs())).token
  expect(living).toMatchObject({ state: 'valid', daysLeft: 20 })
  now = at(21 * 24 * 60)
  const dead = (await healthDetails(needs())).token
  expect(dead).toMatchObject({ state: 'invalid' })
  expect(JSON.stringify(dead)).not.toContain(token)
})

it('asks as the app about a token that died, and falls back to the token when the app is refused', async () => {
  await tokenAtMeta({ action: 'kill', subcode: 460 })
  const asApp = await inspect({ id: '670000000000001', secret: 'app-secret' })
  expect(asApp).toMatchObject({ state: 'invalid', type: 'SYSTEM_USER' })
  expect(asApp.reason).toContain('changed their password')
  await tokenAtMeta({ action: 'revive' })
  expect(await inspect({ id: '1', secret: 'wrong' })).toMatchObject({ state: 'valid' })
})

it('is unknown when Meta is away', async () => {
  const away = await inspectToken({ url: 'http://127.0.0.1:9', version: 'v26.0', token, wabaId })
  expect(away).toMatchObject({ state: 'unknown', reason: 'Meta could not be reached (ECONNREFUSED).' })
})

it('answers operators and admin keys only, and looks once in ten seconds', async () => {
  let looked = 0
  const route = healthDetailsRoute(async () => {
    looked++
    return needs()
  }, clock)
  const ask = (caller: Caller) => route.handle({ caller } as RouteRequest<undefined, undefined>)
  const operator: Caller = { kind: 'user', uid: 'op', role: 'operator' }
  expect(() => authorize(route, { kind: 'user', uid: 'u', role: 'sender' })).toThrow(
    expect.objectContaining({ status: errorCatalogue.FORBIDDEN.status }) as Error,
  )
  expect(() => authorize(route, operator)).not.toThrow()
  expect(route.access).toBe('admin')
  await Promise.all([ask(operator), ask(operator)])
  now = at(0.1)
  await ask(operator)
  expect(looked).toBe(1)
  now = at(0.2)
  await ask(operator)
  expect(looked).toBe(2)
})

it('warns once about the end of the token, and keeps the warning for operators', async () => {
  await tokenAtMeta({ action: 'expire', expiresInSeconds: 2.5 * 86_400 })
  const logged: unknown[] = []
  const say = (severity: string) => (event: string, fields?: object) =>
    void logged.push({ severity, event, ...fields })
  const log = { info: say('info'), warn: say('warn'), error: say('error') }
  const look = () =>
    checkToken({ inspect: () => inspect(), saveWarning: firestoreTokenWarnings(db), clock, log })
  await Promise.all([look(), look()])
  await look()
  expect(logged).toMatchObject([{ severity: 'error', event: 'token.expires_soon' }])
  const kept = (await db.collection('alerts').get()).docs.map((document) => document.data())
  expect(kept).toMatchObject([
    { event: 'token.expires_soon', severity: 'error', at: Timestamp.fromDate(start) },
  ])
  expect(JSON.stringify([logged, kept])).not.toContain(token)
})
