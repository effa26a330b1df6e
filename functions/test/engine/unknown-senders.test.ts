import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { processWithRetries, type ProcessWithRetriesNeeds } from '../../src/inbox/process-with-retries.ts'
import { firestoreInbox, readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { receiveWebhook } from '../../src/intake/receive-webhook.ts'
import { recentBodyCache } from '../../src/intake/recent-body-cache.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import secondNumber from '../proofs/corpus/cases/second-number-without-session.json' with { type: 'json' }
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { newsOf, statusItem, textItem, webhookOf } from '../support/meta-webhooks.ts'

let rig: EngineRig
let needs: ProcessWithRetriesNeeds
beforeAll(async () => {
  rig = await engineRig()
  needs = { ...rig.needs, inbox: firestoreInbox(rig.db) }
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

async function receive(json: object): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(json))
  await receiveWebhook({ bytes, json }, { ...rig.intake, seen: recentBodyCache() })
}

async function processAll(state = 'new'): Promise<void> {
  const { docs } = await rig.db.collection('inbox').where('state', '==', state).get()
  for (const { id } of docs) {
    if (state !== 'new') await needs.inbox.reopen(id)
    const document = await rig.db.doc(`inbox/${id}`).get()
    await processWithRetries({ id, read: () => readInboxItem(document) }, needs)
  }
}

const alerts = async () => (await rig.db.collection('alerts').get()).docs.map((document) => document.data())
const stateOf = async () => {
  const { docs } = await rig.db.collection('inbox').get()
  return docs.map((document) => document.get('state') as string)
}
const other = { wabaId: '102290129340398', phoneNumberId: '999888777666' }

it('raises one alert for a number without a session, with the commands that fix it', async () => {
  await receive(secondNumber)
  for (let i = 0; i < 51; i++) await receive(webhookOf(other)({ messages: [textItem(String(i), 'hello')] }))
  await processAll()
  expect(await alerts()).toMatchObject([{ event: 'webhook.number_unknown', about: '999888777666' }])
  const { message } = (await alerts())[0] ?? {}
  expect(message).toContain(
    'POST /v1/sessions {"name":"…","phoneNumberId":"999888777666","wabaId":"102290129340398"}',
  )
  expect(message).toContain('npm run waypost -- replay --since 3d --quarantined')
  expect(rig.logged.filter(({ level }) => level === 'error')).toHaveLength(1)
})

it('applies what came before the session, when it is replayed', async () => {
  await receive(secondNumber)
  await processAll()
  await firestoreSessions(rig.db).put({ ...rig.session, ...other, id: 'ses_second', isDefault: false })
  await processAll('quarantined')
  expect(await stateOf()).toEqual(['done'])
  expect((await rig.messages.list({ limit: 1 }))[0]).toMatchObject({ text: 'to your second number' })
})

it.each([
  ['message_template_status_update', { event: 'PAUSED', message_template_name: 'a' }],
  ['account_update', { event: 'ACCOUNT_DELETED' }],
  ['security', { event: 'PIN_CHANGED' }],
  ['phone_number_quality_update', { event: 'FLAGGED' }],
  ['business_capability_update', { max_daily_conversations_per_business: 2000 }],
])('raises one alert for %s of another account', async (field, value) => {
  await receive(newsOf('777', field, value))
  await receive(newsOf('777', field, value, 1_772_366_500))
  await processAll()
  expect(await alerts()).toMatchObject([{ event: 'webhook.account_unknown', about: '777' }])
  expect(await stateOf()).toEqual(['quarantined', 'quarantined'])
})

it('raises no alert for a status of a message that another system sent', async () => {
  const status = { ...statusItem({ messageId: 'x', status: 'read' }), biz_opaque_callback_data: 'theirs' }
  await receive(webhookOf(rig.session)({ statuses: [status] }))
  await processAll()
  expect(await alerts()).toEqual([])
})

it('raises one alert for bodies that are quarantined whole', async () => {
  for (const id of ['1', '2']) await receive({ object: 'page', entry: [{ id }] })
  expect(await alerts()).toMatchObject([
    {
      event: 'webhook.quarantined',
      message: expect.stringContaining('replay --since 3d --quarantined') as string,
    },
  ])
})
