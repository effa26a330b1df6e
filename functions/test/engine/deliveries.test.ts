import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { KeyCaller } from '../../src/http/caller.ts'
import { changeEndpoint, resolveEndpoint, rotateSecret } from '../../src/deliveries/manage-endpoints.ts'
import { replayDeliveries, resendDelivery } from '../../src/deliveries/resend-deliveries.ts'
import {
  putSessionEndpoint,
  removeSessionEndpoint,
  rotateSessionSecret,
} from '../../src/deliveries/session-endpoint.ts'
import { sweepDeliveries } from '../../src/deliveries/sweep-deliveries.ts'
import { publishTestEvent } from '../../src/deliveries/publish-test-event.ts'
import type { StoredDelivery } from '../../src/deliveries/delivery.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { deliveryRig, SECRET, type DeliveryRig } from '../support/delivery-rig.ts'
import { webhookReceiver } from '../support/webhook-receiver.ts'

let rig: DeliveryRig
beforeAll(async () => {
  rig = await deliveryRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const caller: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send', 'webhooks'],
  sessions: 'all',
  mode: 'live',
}
const operator: KeyCaller = { ...caller, scopes: ['admin'] }

/** See docs/reference/test-numbers.md. */
const UNREACHABLE = '+14045550140'
const FAILS_LATER = '+12025550111'
const BUSY = '+14045550104'

async function send(to = '+972546800360', by = caller) {
  const content = {
    type: 'template',
    template: { templateName: 'hello_world', languageCode: 'en_US' },
  } as const
  const input = {
    caller: by,
    to,
    toField: '/to',
    content,
    options: {},
    wait: true,
    idempotencyKey: undefined,
  }
  const sent = await sendMessage(input, rig.needs)
  if (sent.kind !== 'sent') throw new Error('a dry run')
  return sent.message
}
/** All that happens by itself, until nothing is left to do now. */
async function settle(): Promise<void> {
  await rig.settleWebhooks()
  await rig.fanOut()
  await rig.runTasks()
}
const types = (): string[] => rig.receiver.came.map(({ type }) => type)
const deliveries = (): Promise<StoredDelivery[]> => rig.needs.deliveries.list({ readers: 'all', limit: 100 })
const states = async (): Promise<string[]> => (await deliveries()).map(({ state }) => state)
const only = async (): Promise<StoredDelivery> => {
  const [delivery, ...others] = await deliveries()
  if (!delivery || others.length > 0) throw new Error('There is not exactly one delivery.')
  return delivery
}
/** One event for one endpoint, whose delivery fails. */
async function failing(status = 500, headers: Record<string, string> = {}) {
  rig.receiver.answer(status, headers)
  const endpoint = await rig.addEndpoint()
  await publishTestEvent(endpoint, rig.needs)
  await settle()
  return endpoint
}

it('tells an endpoint that a message was accepted, sent, delivered and read, signed', async () => {
  await rig.addEndpoint()
  const { id } = await send()
  await settle()
  expect(types().toSorted()).toEqual([
    'message.accepted',
    'message.delivered',
    'message.read',
    'message.sent',
  ])
  for (const { type, data, headers, timestamp } of rig.receiver.came) {
    expect(data).toMatchObject({ id, status: type.split('.')[1], recipient: '+972546800360', metadata: {} })
    expect(headers['user-agent']).toBe('Waypost-Webhooks/1')
    expect(headers['content-type']).toBe('application/json')
    expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(rig.engine.clock.now().getTime() - 1000)
  }
  expect(new Set(rig.receiver.came.map((one) => one.id)).size).toBe(4)
  expect(await states()).toEqual(Array(4).fill('delivered'))
})

it('reports a message that Meta refused, with the reason', async () => {
  await rig.addEndpoint({ events: ['message.failed'] })
  await send(UNREACHABLE)
  await settle()
  expect(rig.receiver.came).toMatchObject([
    { type: 'message.failed', data: { status: 'failed', error: { code: 'RECIPIENT_UNREACHABLE' } } },
  ])
})

it('reports a message that fails after Meta had accepted it', async () => {
  await rig.addEndpoint({ events: ['message.accepted', 'message.failed'] })
  const { id } = await send(FAILS_LATER)
  await settle()
  const reported = rig.receiver.came.map(({ type, data }) => [type, data['id'], data['status']])
  expect(reported.toSorted()).toEqual([
    ['message.accepted', id, 'accepted'],
    ['message.failed', id, 'failed'],
  ])
})

it('reports an expired message', async () => {
  await rig.addEndpoint({ events: ['message.expired'] })
  await send(BUSY)
  rig.engine.clock.advance(30 * 86_400)
  await sweepDue(rig.engine, rig.needs)
  await settle()
  expect(types()).toEqual(['message.expired'])
})

it('reports a message that is held with its session', async () => {
  await rig.addEndpoint({ events: ['message.held'] })
  const { id } = rig.engine.session
  await rig.needs.holdSession(id, { code: 'WHATSAPP_TOKEN_EXPIRED', reason: 'expired', since: new Date(0) })
  await send()
  await settle()
  expect(rig.receiver.came).toMatchObject([{ type: 'message.held', data: { status: 'held' } }])
})

it('writes nothing more while no endpoint subscribes', async () => {
  await rig.addEndpoint({ events: ['message.received'] })
  await rig.addEndpoint({ enabled: false })
  await rig.addEndpoint({ scope: 'session:ses_other' })
  await send()
  await settle()
  expect((await rig.engine.db.collection('events').get()).size).toBe(0)
  expect((await rig.engine.db.collection('inbox').get()).size).toBe(0)
})

it('costs one write for an event, and two reads and three writes for each endpoint', async () => {
  const endpoint = await rig.addEndpoint()
  rig.engine.firestore.resetCounts()
  await publishTestEvent(endpoint, rig.needs)
  expect(rig.engine.firestore.counts()).toMatchObject({ reads: 0, writes: 1 })
  await rig.fanOut()
  rig.engine.firestore.resetCounts()
  await rig.runTasks()
  expect(rig.engine.firestore.counts()).toMatchObject({ reads: 2, writes: 2 })
})

it.each([
  ['its owner', { scope: 'owner:acme' }, 4],
  ['everybody', { scope: 'all' }, 4],
  ['another owner', { scope: 'owner:other' }, 0],
])('receives messages as an endpoint of %s', async (_, place, count) => {
  await rig.addEndpoint(place)
  await send()
  await settle()
  expect(rig.receiver.came).toHaveLength(count)
})

it('makes each delivery once, however often the platform delivers the event and its tasks', async () => {
  const endpoint = await rig.addEndpoint()
  await publishTestEvent(endpoint, rig.needs)
  await Promise.all([rig.fanOut(), rig.fanOut(), rig.fanOut()])
  const tasks = [...rig.engine.tasks]
  await rig.runTasks()
  rig.engine.tasks.push(...tasks, ...tasks)
  await rig.runTasks()
  expect(types()).toEqual(['webhook.test'])
})

it('retries with backoff, with the same id and body and a new time, then gives up', async () => {
  await failing()
  const waits: number[] = []
  for (
    let { state, wakeAt } = await only();
    state === 'retrying' && wakeAt;
    { state, wakeAt } = await only()
  ) {
    const wait = (wakeAt.getTime() - rig.engine.clock.now().getTime()) / 1000
    waits.push(wait)
    rig.engine.clock.advance(wait)
    await rig.runTasks()
  }
  // Random is 0.5 here: a tenth more than the backoff.
  expect(waits.map((wait) => Math.round(wait / 1.1))).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000])
  const { came } = rig.receiver
  expect(new Set(came.map(({ id }) => id)).size).toBe(1)
  expect(new Set(came.map(({ raw }) => raw)).size).toBe(1)
  expect(new Set(came.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(8)
  expect(await only()).toMatchObject({ state: 'exhausted', attempt: 8 })
})

it('logs every attempt with status, duration and answer', async () => {
  await failing(503, { 'retry-after': '90' })
  const { log, state, wakeAt } = await only()
  expect(state).toBe('retrying')
  expect(wakeAt).toEqual(new Date(rig.engine.clock.now().getTime() + 90_000))
  expect(log).toEqual([
    {
      at: rig.engine.clock.now(),
      durationMs: expect.any(Number) as number,
      status: 503,
      answer: 'the answer',
      error: 'It answered 503.',
    },
  ])
})

it('disables an endpoint that answers 410, cancels what waits, and tells the others', async () => {
  const { came } = rig.receiver
  const other = await webhookReceiver(SECRET)
  await rig.addEndpoint({ url: other.url, events: ['endpoint.disabled'] })
  const gone = await failing(410)
  await rig.fanOut()
  await rig.runTasks()
  expect(await rig.needs.endpoints.find(gone.id)).toMatchObject({
    enabled: false,
    disabled: { because: 'It answered 410 Gone.' },
  })
  expect(other.came).toMatchObject([{ type: 'endpoint.disabled', data: { endpoint: gone.id } }])
  expect(came).toHaveLength(1)
  expect(
    (await rig.engine.db.collection('alerts').get()).docs.map((alert) => alert.get('event') as string),
  ).toEqual(['endpoint.disabled'])
  await other.close()
})

it('alerts at half and at nine tenths of its patience, then disables the endpoint', async () => {
  const endpoint = await failing()
  const alerts: string[] = []
  for (const hours of [59, 61, 100, 109, 121]) {
    rig.engine.clock.reset()
    rig.engine.clock.advance(hours * 3600)
    const current = await rig.needs.endpoints.find(endpoint.id)
    if (current?.enabled !== true) break
    await publishTestEvent(current, rig.needs)
    await rig.fanOut()
    await rig.runTasks()
    alerts.push(String((await rig.engine.db.collection('alerts').get()).size))
  }
  expect(alerts).toEqual(['0', '1', '1', '2', '3'])
  expect(await rig.needs.endpoints.find(endpoint.id)).toMatchObject({ enabled: false })
})

it('forgets failures with the first success', async () => {
  const endpoint = await failing()
  expect(await rig.needs.endpoints.find(endpoint.id)).toHaveProperty('failingSince')
  rig.receiver.answer(200)
  rig.engine.clock.advance(10)
  await rig.runTasks()
  expect(await rig.needs.endpoints.find(endpoint.id)).not.toHaveProperty('failingSince')
  expect(await states()).toEqual(['delivered'])
})

it('delivers what has no task, by the sweep', async () => {
  const endpoint = await rig.addEndpoint()
  await publishTestEvent(endpoint, rig.needs)
  await rig.fanOut()
  rig.engine.tasks.length = 0
  await sweepDeliveries(rig.needs)
  expect(types()).toEqual([])
  rig.engine.clock.advance(61)
  await sweepDeliveries(rig.needs)
  expect(types()).toEqual(['webhook.test'])
})

it('signs with both secrets while one takes the place of the other', async () => {
  const endpoint = await rig.addEndpoint()
  const fresh = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const needs = { ...rig.needs, newSecret: () => fresh }
  const changed = await rotateSecret(endpoint, 24, needs)
  expect(changed.secrets.map(({ secret }) => secret)).toEqual([fresh, SECRET])
  const signedBy = async (secret: string): Promise<boolean> => {
    rig.receiver.trust(secret)
    const before = rig.receiver.came.length
    await publishTestEvent(endpoint, rig.needs)
    await rig.fanOut()
    await rig.runTasks()
    return rig.receiver.came.length > before
  }
  expect([await signedBy(fresh), await signedBy(SECRET)]).toEqual([true, true])
  rig.engine.clock.advance(24 * 3600 + 1)
  expect([await signedBy(fresh), await signedBy(SECRET)]).toEqual([true, false])
})

it('delivers once more when asked, with the same id, and does not for a disabled endpoint', async () => {
  const endpoint = await rig.addEndpoint()
  await publishTestEvent(endpoint, rig.needs)
  await settle()
  await resendDelivery(await only(), rig.needs)
  await rig.runTasks()
  expect(new Set(rig.receiver.came.map(({ id }) => id)).size).toBe(1)
  expect(rig.receiver.came).toHaveLength(2)
  await changeEndpoint(endpoint, { input: { enabled: false }, caller: operator }, rig.needs)
  await expect(resendDelivery(await only(), rig.needs)).rejects.toMatchObject({ code: 'ENDPOINT_DISABLED' })
})

it('brings a delivery forward that waits for its time', async () => {
  await failing()
  rig.receiver.answer(200)
  await resendDelivery(await only(), rig.needs)
  await rig.runTasks()
  expect(await states()).toEqual(['delivered'])
  rig.engine.clock.advance(3600)
  await rig.runTasks()
  expect(rig.receiver.came).toHaveLength(2)
})

it('replays what failed, once the endpoint is enabled again', async () => {
  await firestoreSessions(rig.engine.db).put({ ...rig.engine.session, owners: ['acme'] })
  const endpoint = await failing(410)
  await changeEndpoint(endpoint, { input: { enabled: true }, caller: operator }, rig.needs)
  rig.receiver.answer(200)
  await publishTestEvent(endpoint, rig.needs)
  await settle()
  const since = new Date(rig.engine.clock.now().getTime() - 1000).toISOString()
  const replay = (failedOnly: boolean, by = operator) =>
    replayDeliveries({ since, failedOnly }, by, rig.needs)
  expect(await replay(true, { ...caller, owner: 'stranger' })).toEqual({ replayed: 0, skipped: 0 })
  expect(await replay(true)).toEqual({ replayed: 1, skipped: 0 })
  await rig.runTasks()
  expect(await states()).toEqual(['delivered', 'delivered'])
  expect(await replay(false, caller)).toEqual({ replayed: 2, skipped: 0 })
})

it('keeps the order of one conversation for an endpoint that wants it, whatever fails', async () => {
  await rig.addEndpoint({ ordered: true })
  rig.receiver.answer(500)
  await send()
  await settle()
  rig.engine.clock.advance(3)
  await rig.runTasks()
  expect(types()).toEqual(['message.accepted'])
  rig.receiver.answer(200)
  rig.receiver.came.length = 0
  rig.engine.clock.advance(10)
  await rig.runTasks()
  expect(types()).toEqual(['message.accepted', 'message.sent', 'message.delivered', 'message.read'])
})

it('lets those behind one that was given up come, even if their call got lost', async () => {
  const endpoint = await rig.addEndpoint({ ordered: true })
  await send()
  await settle()
  await changeEndpoint(endpoint, { input: { enabled: false }, caller: operator }, rig.needs)
  rig.engine.clock.advance(3)
  rig.engine.tasks.length = 0
  rig.engine.clock.advance(61)
  await sweepDeliveries(rig.needs)
  await rig.runTasks()
  expect(await states()).toEqual(Array(4).fill('cancelled'))
})

it('only keeps deliveries for an endpoint without an address', async () => {
  const { url: _url, ...unposted } = await rig.addEndpoint({ enabled: false })
  await rig.needs.endpoints.add({ ...unposted, id: 'ep_pull', enabled: true })
  rig.needs.invalidateSubscriptions()
  await send()
  await settle()
  expect(await states()).toEqual(Array(4).fill('kept'))
  expect(types()).toEqual([])
})

it('keeps the endpoint of a session in line with its webhook settings', async () => {
  const place = { sessionId: rig.engine.session.id, owner: 'acme', createdBy: 'key_1' }
  const settings = { url: rig.receiver.url, enabled: true, events: ['message.read'] as const }
  const made = await putSessionEndpoint({ ...place, ...settings }, rig.needs)
  expect(made.secret).toBe(SECRET)
  await send()
  await settle()
  expect(types()).toEqual(['message.read'])
  const changed = await putSessionEndpoint({ ...place, ...settings, enabled: false }, rig.needs)
  expect(changed).toEqual({ endpoint: { ...made.endpoint, enabled: false } })
  expect(await rotateSessionSecret(place.sessionId, 1, rig.needs)).toBe(SECRET)
  await removeSessionEndpoint(place.sessionId, rig.needs)
  expect(await rotateSessionSecret(place.sessionId, 1, rig.needs)).toBeNull()
})

it('lets an owner have fifty endpoints', async () => {
  for (let made = 0; made < 50; made++) await rig.addEndpoint({ enabled: false })
  const input = { url: 'https://example.com', events: ['*' as const], enabled: true, ordered: false }
  await expect(resolveEndpoint(input, caller, rig.needs)).rejects.toMatchObject({ code: 'ENDPOINT_LIMIT' })
  expect(await resolveEndpoint(input, { ...caller, owner: 'other' }, rig.needs)).toMatchObject({
    owner: 'other',
  })
})
