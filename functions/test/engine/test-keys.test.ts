import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { cancelRoute, retryRoute } from '../../src/dispatch/message-actions.http.ts'
import { holdSessionAndNotify } from '../../src/sessions/hold-session.ts'
import { getMessageRoute, listMessagesRoute } from '../../src/messages/messages.http.ts'
import { sessionRateLimit } from '../../src/rate-limits/rate-limit-policies.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { createApiRig, storedApiKey, type ApiRig } from '../support/api-rig.ts'
import { deliveryRig, type DeliveryRig } from '../support/delivery-rig.ts'

/** A test key sees and changes what test keys created, and nothing that live sends depend on. */
let rig: DeliveryRig
let api: ApiRig
beforeAll(async () => {
  rig = await deliveryRig()
  const ready = async () => ({ ...rig.engine.needs, invalidateSessions: () => undefined })
  api = createApiRig(rig.engine, () =>
    [listMessagesRoute, getMessageRoute, cancelRoute, retryRoute].map((create) => create(ready)),
  )
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

/** See docs/reference/test-numbers.md. */
const TOKEN_EXPIRED = '+14045550120'
const ACCOUNT_LOCKED = '+14045550131'
const WINDOW_CLOSED = '+14045550142'
const MARKETING_STOPPED = '+14045550144'
const REACHABLE = '+972546800360'

type Mode = 'live' | 'test'
async function send(to: string, mode: Mode, sendAt?: string) {
  const sent = await sendMessage(
    {
      caller: { kind: 'key', keyId: 'key_1', owner: 'acme', scopes: ['send'], sessions: 'all', mode },
      to,
      toField: '/phoneNumber',
      content: { type: 'template', template: { templateName: 'hello_world', languageCode: 'en_US' } },
      options: sendAt === undefined ? {} : { sendAt },
      wait: true,
      idempotencyKey: undefined,
    },
    rig.needs,
  )
  if (sent.kind !== 'sent') throw new Error('a dry run')
  return sent.message
}
const storedSession = async () => (await rig.engine.db.doc(`sessions/${rig.engine.session.id}`).get()).data()
const conversations = async () => (await rig.engine.db.collection('conversations').get()).size

it.each([TOKEN_EXPIRED, ACCOUNT_LOCKED])(
  'holds no session when Meta refuses a test send to %s',
  async (to) => {
    expect((await send(to, 'test')).sending).toBe('failed')
    expect(await storedSession()).not.toHaveProperty('hold')
    expect((await rig.engine.db.collection('alerts').get()).size).toBe(0)
    expect((await send(to, 'live')).sending).toBe('held')
    expect(await storedSession()).toHaveProperty('hold')
  },
)

it('sends with a test key while the session is on hold', async () => {
  const hold = { code: 'SESSION_PAUSED' as const, reason: 'Maintenance.', since: rig.engine.clock.now() }
  await holdSessionAndNotify(rig.engine.session, hold, rig.needs)
  rig.engine.needs.invalidateSessions()
  expect((await send(REACHABLE, 'live')).sending).toBe('held')
  expect((await send(REACHABLE, 'test')).sending).toBe('accepted')
})

it.each([WINDOW_CLOSED, MARKETING_STOPPED])(
  'records nothing of the recipient when Meta refuses a test send to %s',
  async (to) => {
    await send(to, 'test')
    expect(await conversations()).toBe(0)
    await send(to, 'live')
    expect(await conversations()).toBe(1)
  },
)

it('takes no turns and no quota of live sends', () => {
  const { session, needs } = rig.engine
  expect(needs.throttleFor(session, 'test')).not.toBe(needs.throttleFor(session, 'live'))
  const subject = (mode: Mode) => sessionRateLimit({ ...session, mode }, { web: 1, cloud: 1 })?.subject
  expect(subject('test')).not.toBe(subject('live'))
})

it('tells an endpoint of a test key of test messages only', async () => {
  const events = ['message.accepted'] as const
  const tests = await rig.addEndpoint({ events, mode: 'test', createdBy: 'key_test' })
  const live = await rig.addEndpoint({ events, createdBy: 'key_live' })
  await send(REACHABLE, 'live')
  await send(REACHABLE, 'test')
  await rig.fanOut()
  const deliveries = await rig.needs.deliveries.list({ readers: 'all', limit: 10 })
  const received = deliveries.map(({ endpointId, mode = 'live', body }) => [
    endpointId,
    mode,
    (JSON.parse(body) as { data: { mode: Mode } }).data.mode,
  ])
  expect(received.toSorted()).toEqual(
    [
      [tests.id, 'test', 'test'],
      [live.id, 'live', 'test'],
      [live.id, 'live', 'live'],
    ].toSorted(),
  )
})

it('disables an endpoint of live events that a test key created before', async () => {
  const endpoint = await rig.addEndpoint({ events: ['message.accepted'], createdBy: 'key_old' })
  rig.needs.creators.splice(0, Infinity, {
    kind: 'key',
    keyId: 'key_old',
    owner: 'acme',
    scopes: ['admin'],
    sessions: 'all',
    mode: 'test',
  })
  await send(REACHABLE, 'live')
  await rig.fanOut()
  expect(await rig.needs.endpoints.find(endpoint.id)).toMatchObject({ enabled: false })
  expect(await rig.needs.deliveries.list({ readers: 'all', limit: 10 })).toEqual([])
})

it('shows a test key no live message, and lets it cancel and retry none', async () => {
  const live = await send(REACHABLE, 'live', '2026-03-02T12:00:00Z')
  const test = await send(REACHABLE, 'test', '2026-03-02T12:00:00Z')
  const as = await storedApiKey(rig.engine, { mode: 'test', scopes: ['admin'] })
  const { body } = await api.ask<{ data: { id: string }[] }>('/v1/messages', { as })
  expect(body.data.map(({ id }) => id)).toEqual([test.id])
  for (const action of ['', '/cancel', '/retry']) {
    const question = action === '' ? { as } : { as, method: 'POST', body: {} }
    expect((await api.ask(`/v1/messages/${live.id}${action}`, question)).status).toBe(404)
  }
  const cancel = { as, method: 'POST', body: {} }
  expect((await api.ask(`/v1/messages/${test.id}/cancel`, cancel)).status).toBe(200)
})
