import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { processWithRetries, type ProcessWithRetriesNeeds } from '../../src/inbox/process-with-retries.ts'
import { firestoreInbox, readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { receiveWebhook } from '../../src/intake/receive-webhook.ts'
import { recentBodyCache } from '../../src/intake/recent-body-cache.ts'
import { sweepInbox } from '../../src/inbox/sweep-inbox.ts'
import { sendRate } from '../../src/sessions/send-rate.ts'
import type { Session } from '../../src/sessions/session.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { heldMessage, messageId } from '../support/held-message.ts'

let rig: EngineRig
let needs: ProcessWithRetriesNeeds
beforeAll(async () => {
  rig = await engineRig()
  needs = { ...rig.needs, inbox: firestoreInbox(rig.db) }
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const NOON = 1_772_366_400

/** An account notice of the demo account, timed in hours after noon. */
async function receiveNotice(field: string, value: object, hour = 0, more: object = {}): Promise<void> {
  const entry = { id: rig.session.wabaId, time: NOON + hour * 3_600, changes: [{ field, value }], ...more }
  const json = { object: 'whatsapp_business_account', entry: [entry] }
  const bytes = Buffer.from(JSON.stringify(json))
  await receiveWebhook({ bytes, json }, { ...rig.intake, seen: recentBodyCache() })
  await attemptAll()
}

/** Deals with what is still to be done. */
async function attemptAll(): Promise<void> {
  const { docs } = await rig.db.collection('inbox').where('state', '==', 'new').get()
  for (const document of docs)
    await processWithRetries({ id: document.id, read: () => readInboxItem(document) }, needs)
}

const session = async (id = rig.session.id): Promise<Session> => {
  const found = (await rig.needs.freshSessions()).find((one) => one.id === id)
  if (!found) throw new Error(`${id} is not there`)
  return found
}
const alerts = async () => (await rig.db.collection('alerts').get()).docs.map((document) => document.data())
const items = async () => (await rig.db.collection('inbox').get()).docs.map((document) => document.data())

const restriction = (expiration?: number) => ({
  event: 'ACCOUNT_RESTRICTION',
  restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration }],
})
const lifted = { event: 'ACCOUNT_RESTRICTION', restriction_info: [] }
const banned = (waba_ban_state: string) => ({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state } })

it('holds the sessions of an account that is restricted, with one alert and one event', async () => {
  await receiveNotice('account_update', restriction())
  expect((await session()).hold).toMatchObject({
    code: 'ACCOUNT_RESTRICTED',
    reason: expect.stringContaining('RESTRICTED_BIZ_INITIATED_MESSAGING') as string,
  })
  expect(await alerts()).toMatchObject([{ event: 'session.held', about: rig.session.id, severity: 'error' }])
  expect(rig.events).toMatchObject([{ type: 'session.held', sessionId: rig.session.id }])
})

it('publishes a hold on the second run when the first one died before it', async () => {
  const [alert, publishEvent] = [needs.alert, needs.publishEvent]
  needs.alert = () => Promise.reject(new Error('it died'))
  await receiveNotice('account_update', restriction())
  expect((await session()).hold).toBeDefined()
  expect(await alerts()).toEqual([])
  needs.alert = alert
  needs.publishEvent = () => Promise.reject(new Error('it died'))
  await attemptAll()
  needs.publishEvent = publishEvent
  await attemptAll()
  expect(await alerts()).toMatchObject([{ event: 'session.held', about: rig.session.id }])
  expect(rig.events).toMatchObject([{ type: 'session.held', sessionId: rig.session.id }])
})

it('lets go when the restriction is lifted, and wakes what waited', async () => {
  await receiveNotice('account_update', restriction())
  await rig.needs.messages.add(heldMessage(rig.session.id))
  await receiveNotice('account_update', lifted, 1)
  expect(await session()).not.toHaveProperty('hold')
  expect(await rig.needs.messages.find(messageId)).toMatchObject({ sending: 'queued' })
  expect(rig.events.map(({ type }) => type)).toEqual(['session.held', 'session.resumed'])
})

it('lets go when a banned account is reinstated', async () => {
  await receiveNotice('account_update', banned('DISABLE'))
  expect((await session()).hold).toBeDefined()
  await receiveNotice('account_update', banned('REINSTATE'), 1)
  expect((await session()).hold).toBeUndefined()
})

it('is not held by a restriction that is reported after its end', async () => {
  await receiveNotice('account_update', lifted, 2)
  await receiveNotice('account_update', restriction(), 1)
  expect((await session()).hold).toBeUndefined()
  expect((await items()).map(({ because }) => String(because)).join()).toContain('a later update was applied')
})

it('does not cure a dead token by lifting a restriction', async () => {
  const hold = { code: 'WHATSAPP_TOKEN_EXPIRED', reason: 'expired', since: rig.clock.now() } as const
  await rig.needs.holdSession(rig.session.id, hold)
  await receiveNotice('account_update', lifted)
  expect((await session()).hold?.code).toBe('WHATSAPP_TOKEN_EXPIRED')
})

it('holds no session when Meta does not name the account', async () => {
  await firestoreSessions(rig.db).put({ ...rig.session, wabaId: '' })
  await receiveNotice('account_update', restriction(), 0, { id: undefined })
  expect((await session()).hold).toBeUndefined()
})

it('ends a restriction by itself on the day that Meta named', async () => {
  await receiveNotice('account_update', restriction(NOON + 3_600))
  await sweepInbox({ ...needs, sessions: rig.needs.freshSessions })
  expect((await session()).hold?.until).toEqual(new Date((NOON + 3_600) * 1000))
  rig.clock.advance(3_601)
  await sweepInbox({ ...needs, sessions: rig.needs.freshSessions })
  expect((await session()).hold).toBeUndefined()
})

it('touches no session of another account', async () => {
  await firestoreSessions(rig.db).put({ ...rig.session, id: 'ses_other', wabaId: '999' })
  await receiveNotice('account_update', restriction())
  expect((await session('ses_other')).hold).toBeUndefined()
})

it.each<[string, object, string, string]>([
  ['security', { event: 'PIN_CHANGED', requester: 7 }, 'security.pin_changed', 'error'],
  ['phone_number_name_update', { decision: 'REJECTED' }, 'number.name', 'error'],
  ['account_review_update', { decision: 'APPROVED' }, 'account.review', 'info'],
  [
    'account_alerts',
    { entity_id: 5, alert_info: { alert_type: 'X', alert_severity: 'CRITICAL' } },
    'account_alert.x',
    'error',
  ],
  [
    'business_capability_update',
    { max_daily_conversations_per_business: 2000 },
    'account.capability',
    'info',
  ],
  ['account_update', { event: 'ACCOUNT_VIOLATION' }, 'account.account_violation', 'error'],
  [
    'phone_number_quality_update',
    { event: 'DOWNGRADE', current_limit: 'TIER_250' },
    'number.downgrade',
    'warn',
  ],
])('makes an alert of %s', async (field, value, event, severity) => {
  await receiveNotice(field, value)
  expect(await alerts()).toMatchObject([{ event, severity, at: expect.anything() as object }])
})

it('sends at half the pace while Meta calls the quality low, whatever comes late', async () => {
  await receiveNotice(
    'phone_number_quality_update',
    { event: 'FLAGGED', display_phone_number: '15550783881' },
    1,
  )
  expect(sendRate(await session(), 20)).toBe(10)
  await receiveNotice('phone_number_quality_update', { event: 'UNFLAGGED' }, 0)
  expect(sendRate(await session(), 20)).toBe(10)
  await receiveNotice('phone_number_quality_update', { event: 'UNFLAGGED' }, 2)
  expect(sendRate(await session(), 20)).toBe(20)
})

it('knows which of several numbers of an account is meant', async () => {
  await firestoreSessions(rig.db).put({ ...rig.session, id: 'ses_other', phoneNumberId: '2' })
  const display: Record<string, string> = {
    [rig.session.phoneNumberId]: '+1 555-078-3881',
    2: '+1 555 000 0002',
  }
  const all = needs
  needs = { ...all, displayNumber: async (id) => display[id] }
  await receiveNotice('phone_number_quality_update', {
    event: 'FLAGGED',
    display_phone_number: 15_550_783_881,
  })
  needs = all
  expect((await session()).standing?.quality?.value).toBe('low')
  expect((await session('ses_other')).standing).toBeUndefined()
})

it.each<[number, string | undefined]>([
  [131031, 'ACCOUNT_RESTRICTED'],
  [131042, 'BILLING_REQUIRED'],
  [130429, undefined],
])('does what the table of errors says of an error %i without a message', async (code, held) => {
  const metadata = { phone_number_id: rig.session.phoneNumberId }
  await receiveNotice('messages', { metadata, errors: [{ code, title: 'T' }] })
  expect((await session()).hold?.code).toBe(held)
})

it('tells customers that the status of a template changed', async () => {
  const names = { message_template_name: 'hello_world', message_template_language: 'en-US' }
  await receiveNotice('message_template_status_update', { event: 'PAUSED', reason: 'NONE', ...names })
  expect(rig.events).toMatchObject([
    {
      type: 'template.status_changed',
      data: { wabaId: rig.session.wabaId, name: 'hello_world', language: 'en_US', status: 'PAUSED' },
    },
  ])
})
