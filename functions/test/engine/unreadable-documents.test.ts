import type { DocumentData, DocumentReference } from '@google-cloud/firestore'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createApiServices } from '../../src/composition/api.ts'
import { deliveryServices } from '../../src/composition/deliveries.ts'
import { statsServices } from '../../src/composition/stats.ts'
import { templateServices } from '../../src/composition/templates.ts'
import { sweepDeliveries } from '../../src/deliveries/sweep-deliveries.ts'
import { runQueuedAttempt, type QueuedAttempt } from '../../src/dispatch/run-queued-attempt.ts'
import { sweepDueMessages } from '../../src/dispatch/sweep-due-messages.ts'
import { toStored } from '../../src/messages/stored-message.firestore.ts'
import { restoreSetAside } from '../../src/composition/restore-set-aside.ts'
import { fanOutServicesOf } from '../../src/composition/deliveries.ts'
import { apiKeyServices, notifyPolicyServices } from '../../src/composition/auth.ts'
import { after } from '../../src/kernel/clock.ts'
import { sweepInbox } from '../../src/inbox/sweep-inbox.ts'
import { countStats } from '../../src/stats/count-stats.ts'
import { syncAll } from '../../src/templates/sync-all.ts'
import { createApiRig, type ApiRig } from '../support/api-rig.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { message, writeSampleDocuments } from '../support/sample-documents.ts'

/** One document that cannot be parsed is set aside; everything else goes on. */
let rig: EngineRig
let api: ApiRig
beforeAll(async () => {
  rig = await engineRig({ deliversEvents: true })
  const unused = () => Promise.reject(new Error('not used'))
  api = createApiRig(
    rig,
    () => createApiServices(rig.platform, { authenticate: unused, referenceFile: unused }).routes,
  )
})
afterAll(() => rig.close())
beforeEach(async () => {
  await rig.reset()
  await writeSampleDocuments(rig.db)
})

/** What queries look at: a foreign document with these fields is found like any other. */
const QUERIED_FIELDS = [
  ...['at', 'createdAt', 'updatedAt', 'receivedAt', 'wakeAt', 'day', 'name', 'wabaId', 'id', 'state'],
  ...['sessionId', 'conversationId', 'direction', 'lane', 'turn', 'owner', 'readers', 'scope'],
]

interface Damage {
  /** A document of the sample, by a field that only it has. */
  readonly of: string
  readonly where?: readonly [field: string, value: string]
  readonly unknownWord?: string
  readonly missing: string
}

const damages: readonly Damage[] = [
  { of: 'messages', where: ['direction', 'out'], unknownWord: 'sending', missing: 'to' },
  { of: 'messages', where: ['direction', 'in'], missing: 'text' },
  { of: 'conversations', unknownWord: 'state', missing: 'unread' },
  { of: 'sessions', where: ['name', 'One'], unknownWord: 'channel', missing: 'owners' },
  { of: 'templates', unknownWord: 'parameterFormat', missing: 'metaId' },
  { of: 'endpoints', missing: 'secrets' },
  { of: 'deliveries', unknownWord: 'state', missing: 'body' },
  { of: 'apiKeys', unknownWord: 'mode', missing: 'scopes' },
  { of: 'audit', unknownWord: 'outcome', missing: 'actor' },
  { of: 'stats', missing: 'cells' },
  { of: 'settings', where: ['updatedBy', 'user:1'], missing: 'templates' },
]

/** Sorted before the others of its time. */
const DAMAGED = 'zz_damaged'

/** Puts a damaged copy beside the document of the sample; the policy has one document. */
async function damage({ of, where }: Damage, change: (fields: DocumentData) => DocumentData) {
  const all = rig.db.collection(of)
  const { docs } = await (where ? all.where(...([where[0], '==', where[1]] as const)) : all).limit(1).get()
  const sample = docs[0]
  if (!sample) throw new Error(`The sample has no document in ${of}.`)
  const reference: DocumentReference = of === 'settings' ? sample.ref : all.doc(DAMAGED)
  await reference.set(change({ ...sample.data(), ...('id' in sample.data() && { id: DAMAGED }) }))
  return reference
}

const foreign = (fields: DocumentData): DocumentData => ({
  ...Object.fromEntries(Object.entries(fields).filter(([field]) => QUERIED_FIELDS.includes(field))),
  written: 'by somebody else',
})

const LISTS = [
  ...['/v1/messages', '/v1/messages?q=hello', '/v1/conversations', '/v1/sessions', '/v1/templates'],
  ...['/v1/endpoints', '/v1/deliveries', '/v1/keys', '/v1/audit', '/v1/raw-webhooks'],
  ...['/v1/settings/notify-policy', '/v1/stats?since=2026-02-01&until=2026-03-01', '/v1/health/details'],
  ...['/v1/sessions/ses_test/health', '/v1/raw-webhooks?state=quarantined'],
]

/** The sweep and the tasks to which it hands over; one that fails is repeated by the platform. */
async function sendDue(): Promise<void> {
  await sweepDueMessages(rig.needs)
  for (const { data } of rig.tasks.splice(0))
    if ('wakeAt' in data)
      await runQueuedAttempt(data as unknown as QueuedAttempt, rig.needs).catch(() => undefined)
}

/** A page of one shows a readable document, although the first one is not. */
const PAGES = ['messages', 'conversations', 'deliveries', 'audit'] as const

async function everythingRuns(): Promise<void> {
  const { platform, needs, clock } = rig
  for (const path of LISTS) expect([path, (await api.ask(path, { as: 'admin' })).status]).toEqual([path, 200])
  await sendDue()
  await sweepDeliveries(deliveryServices(platform))
  await sweepInbox(needs)
  await syncAll(templateServices(platform))
  await countStats({ ...statsServices(platform), clock })
  for (const list of PAGES) {
    const { body } = await api.ask<Record<string, unknown[]>>(`/v1/${list}?limit=1`, { as: 'admin' })
    expect([list, Object.values(body).find(Array.isArray)?.length]).toEqual([list, 1])
  }
  const sent = await api.ask('/v1/whatsapp/notify', {
    method: 'POST',
    as: 'admin',
    body: {
      phoneNumber: '+972546800360',
      templateName: 'hello_world',
      languageCode: 'en_US',
      session: 'ses_test',
    },
  })
  expect(sent).toMatchObject({ status: 200 })
}

async function alertsOf(path: string): Promise<unknown[]> {
  const { docs } = await rig.db.collection('alerts').where('about', '==', path).get()
  return docs.map((alert) => alert.get('event') as unknown)
}

const kinds = damages.flatMap((one) => [
  ['a foreign document', one, foreign] as const,
  ...(one.unknownWord === undefined
    ? []
    : ([
        ['an unknown word', one, (f: DocumentData) => ({ ...f, [one.unknownWord ?? '']: 'teleported' })],
      ] as const)),
  [
    'a missing field',
    one,
    (fields: DocumentData) =>
      Object.fromEntries(Object.entries(fields).filter(([field]) => field !== one.missing)),
  ] as const,
])

it.each(
  kinds.map(([kind, one, change]) => ({ kind, name: [one.of, ...(one.where ?? [])].join(' '), one, change })),
)('goes on beside $kind in $name, with one alert', async ({ one, change }) => {
  const { path } = await damage(one, change)
  await everythingRuns()
  rig.clock.advance(86_400)
  await everythingRuns()
  expect(await alertsOf(path)).toEqual(['document.unreadable'])
  const marked = await rig.db.doc(path).get()
  expect(marked.get('wakeAt')).toBeUndefined()
  // Counting a day again removes pieces that it no longer has.
  if (one.of !== 'stats') expect(marked.get('unreadable.reason')).toContain(path)
})

const {
  error: _error,
  heldBy: _heldBy,
  outbox: _outbox,
  followUp: _followUp,
  wamid: _wamid,
  replyTo: _replyTo,
  ...plainMessage
} = message

/** A message that is due, as a newer release left it. */
async function leaveMessage(fields: DocumentData): Promise<DocumentReference> {
  const { clock, db } = rig
  await db.doc('conversations/cnv_01k9m3v5xq8r7t2w4y6z1a3b5c').delete()
  const reference = db.collection('messages').doc('msg_newer')
  await reference.set({
    ...toStored({
      ...plainMessage,
      id: reference.id,
      sessionId: 'ses_test',
      sending: 'queued',
      attempt: 0,
      createdAt: clock.now(),
      wakeAt: clock.now(),
      notAfter: after(clock.now(), 864_000),
    }),
    ...fields,
  })
  return reference
}

it('gives a message that a newer release wrote its next action back after the upgrade', async () => {
  const written = await leaveMessage({ sending: 'teleporting', invention: { of: 'the newer release' } })
  await sendDue()
  expect((await written.get()).get('wakeAt')).toBeUndefined()
  await restoreSetAside(rig.platform)
  expect((await written.get()).get('wakeAt')).toBeUndefined()
  // The upgrade knows the word.
  await written.update({ sending: 'queued' })
  await restoreSetAside(rig.platform)
  const restored = await written.get()
  expect(restored.get('unreadable')).toBeUndefined()
  expect(restored.get('invention')).toEqual({ of: 'the newer release' })
  rig.clock.advance(3600)
  await sendDue()
  expect((await rig.messages.find(written.id))?.sending).toBe('accepted')
})

it('reads words of a newer release where they are only shown', async () => {
  const written = await leaveMessage({
    error: { code: 'INVENTED_CODE', message: 'Only the newer release knows why.' },
    answer: { status: 'teleported' },
    timeline: [{ source: 'waypost', at: rig.clock.now(), status: 'teleported', attempt: 0 }],
  })
  const { status, body } = await api.ask(`/v1/messages/${written.id}`, { as: 'admin' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ error: { code: 'INTERNAL' }, timeline: [{ status: 'teleported' }] })
  expect(await alertsOf(written.path)).toEqual([])
  await sendDue()
  expect((await rig.messages.find(written.id))?.sending).toBe('accepted')
})

it('keeps messages of a session that cannot be read, and sends them when it can', async () => {
  const written = await leaveMessage({})
  const session = rig.db.doc('sessions/ses_test')
  await session.update({ channel: 'satellite' })
  rig.needs.invalidateSessions()
  await sendDue()
  expect((await rig.messages.find(written.id))?.sending).toBe('queued')
  expect(await alertsOf(session.path)).toEqual(['document.unreadable'])
  await session.update({ channel: 'cloud' })
  rig.needs.invalidateSessions()
  rig.clock.advance(3600)
  await sendDue()
  expect((await rig.messages.find(written.id))?.sending).toBe('accepted')
})

it('lets ordered deliveries pass one that cannot be read', async () => {
  const { deliveries } = deliveryServices(rig.platform)
  const { docs } = await rig.db.collection('deliveries').get()
  const sample = docs[0]
  const lane = String(sample?.get('lane'))
  const { body: _body, ...damaged } = sample?.data() ?? {}
  await rig.db.doc('deliveries/damaged').set({ ...damaged, turn: 0 })
  expect((await deliveries.findHead(lane))?.id).toBe(sample?.id)
  expect(await alertsOf('deliveries/damaged')).toEqual(['document.unreadable'])
})

it('grants nothing by a key, a scope or a policy that cannot be read', async () => {
  const { keys } = apiKeyServices(rig.platform)
  const { docs } = await rig.db.collection('apiKeys').get()
  const key = docs[0]
  await key?.ref.update({ scopes: ['send', 'teleport'] })
  expect((await keys.find(key?.id ?? ''))?.scopes).toEqual(['send'])
  await key?.ref.update({ mode: 'teleported' })
  expect(await keys.find(key?.id ?? '')).toBeNull()
  const policy = rig.db.doc('settings/notifyPolicy')
  await policy.update({ templates: { hello_world: 'friends' } })
  const { notifyPolicies } = notifyPolicyServices(rig.platform)
  expect(await notifyPolicies.read()).toMatchObject({ others: 'claim', templates: { hello_world: 'none' } })
  await policy.set({ written: 'by somebody else' })
  expect(await notifyPolicies.read()).toMatchObject({ others: 'none', templates: {} })
})

it('ends the trigger of an event that cannot be read, with one alert', async () => {
  const { docs } = await rig.db.collection('events').get()
  const { data: _data, ...damaged } = docs[0]?.data() ?? {}
  const reference = rig.db.doc('events/damaged')
  await reference.set(damaged)
  const { read } = fanOutServicesOf(rig.platform)
  for (let delivered = 0; delivered < 2; delivered++) {
    const { docs: found } = await rig.db.collection('events').where('__name__', '==', reference).get()
    expect(await Promise.all(found.map(read))).toEqual([null])
  }
  expect(await alertsOf(reference.path)).toEqual(['document.unreadable'])
})
