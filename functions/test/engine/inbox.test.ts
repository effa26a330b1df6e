import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { processOnTrigger, processWithRetries, MAX_ATTEMPTS } from '../../src/inbox/process-with-retries.ts'
import type { ProcessWithRetriesNeeds } from '../../src/inbox/process-with-retries.ts'
import { firestoreInbox, readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import type { UnparsedItem } from '../../src/inbox/inbox-store.ts'
import { receiveWebhook } from '../../src/intake/receive-webhook.ts'
import { recentBodyCache } from '../../src/intake/recent-body-cache.ts'
import { MIN_AGE_SECONDS, sweepInbox } from '../../src/inbox/sweep-inbox.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { newsOf, textItem, webhook } from '../support/meta-webhooks.ts'

let rig: EngineRig
let needs: ProcessWithRetriesNeeds
beforeAll(async () => {
  rig = await engineRig()
  needs = { ...rig.needs, inbox: firestoreInbox(rig.db) }
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const accountOf = '102290129340398'
const newsAbout = (field: string, value: object, time?: number) => newsOf(accountOf, field, value, time)
const templateNews = newsAbout('message_template_status_update', { event: 'APPROVED' })

async function receive(json: object): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(json))
  await receiveWebhook({ bytes, json }, { ...rig.intake, seen: recentBodyCache() })
}

const stored = async () => (await rig.db.collection('inbox').get()).docs
const arrived = async (): Promise<UnparsedItem[]> =>
  (await stored()).map((document) => ({ id: document.id, read: () => readInboxItem(document) }))
const states = async (): Promise<unknown[]> =>
  (await stored()).map((document) => document.get('state') as unknown)
const alerts = async () => (await rig.db.collection('alerts').get()).docs.map((document) => document.data())

/** Every template sync fails. */
const failing = (): ProcessWithRetriesNeeds => ({
  ...needs,
  onTemplatesChanged: () => Promise.reject(new Error('Meta is away')),
})

it('asks the platform to repeat an item that failed, and puts it aside after eight attempts', async () => {
  await receive(templateNews)
  const [item] = await arrived()
  if (!item) throw new Error('nothing came')
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    await expect(processOnTrigger(item, failing())).rejects.toThrow('Meta is away')
    expect(await states()).toEqual(['new'])
  }
  await processOnTrigger(item, failing())
  expect((await stored())[0]?.data()).toMatchObject({
    state: 'quarantined',
    attempts: MAX_ATTEMPTS,
    error: 'Error: Meta is away',
    because: expect.stringContaining('failed 8 times') as string,
  })
})

it('raises one alert for an hour of quarantined items', async () => {
  const value = (i: number) => ({ event: 'APPROVED', i })
  for (const i of [1, 2, 3]) await receive(newsAbout('message_template_status_update', value(i)))
  for (const item of await arrived())
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) await processWithRetries(item, failing())
  expect(await states()).toEqual(['quarantined', 'quarantined', 'quarantined'])
  expect(await alerts()).toMatchObject([
    { event: 'inbox.quarantined', about: 'message_template_status_update', severity: 'error' },
  ])
})

it('does not let an item that fails stop another', async () => {
  await receive(templateNews)
  await receive(newsAbout('flows', { event: 'FLOW_STATUS_CHANGE' }))
  for (const item of await arrived()) await processWithRetries(item, failing())
  expect((await states()).toSorted()).toEqual(['kept', 'new'])
})

it('puts a document aside that cannot be read, and goes on with the others', async () => {
  await receive(newsAbout('flows', { event: 'FLOW_STATUS_CHANGE' }))
  await rig.db.doc('inbox/broken').set({ state: 'new', receivedAt: rig.clock.now(), kind: 'hologram' })
  rig.clock.advance(MIN_AGE_SECONDS + 1)
  for (let sweep = 0; sweep < MAX_ATTEMPTS; sweep++) await sweepInbox(swept())
  expect((await states()).toSorted()).toEqual(['kept', 'quarantined'])
})
const swept = () => ({ ...needs, sessions: rig.needs.sessions })

it('does by schedule what no trigger did, but leaves young items to the trigger', async () => {
  await receive(webhook({ messages: [textItem('1', 'hi')] }))
  expect(await sweepInbox(swept())).toEqual({ found: 0, left: 0 })
  rig.clock.advance(MIN_AGE_SECONDS + 1)
  expect(await sweepInbox(swept())).toEqual({ found: 1, left: 0 })
  expect(await states()).not.toContain('new')
})

it('asks one question when nothing was left behind', async () => {
  rig.firestore.resetCounts()
  await rig.needs.sessions()
  const { reads } = rig.firestore.counts()
  rig.firestore.resetCounts()
  await sweepInbox(swept())
  expect(rig.firestore.counts().reads).toBe(reads + 1)
})

it('clears everything behind items that keep failing, in one run', async () => {
  const item = { state: 'new', kind: 'change', wabaId: accountOf, phoneNumberId: '', item: '{}' }
  const add = (id: string, field: string) =>
    rig.db.doc(`inbox/${id}`).set({ ...item, field, receivedAt: rig.clock.now() })
  // More than a page of failures at the head, one between, and many at the same instant.
  for (let i = 0; i < 120; i++) await add(`a${String(i)}`, 'message_template_status_update')
  rig.clock.advance(1)
  await Promise.all(Array.from({ length: 400 }, (_, i) => add(`b${String(i)}`, 'flows')))
  await add('b200x', 'message_template_status_update')
  rig.clock.advance(MIN_AGE_SECONDS + 1)
  expect(await sweepInbox({ ...failing(), sessions: rig.needs.sessions })).toEqual({ found: 521, left: 121 })
  expect((await states()).filter((state) => state === 'kept')).toHaveLength(400)
})

it('quarantines an item that kills the process on every attempt', async () => {
  await receive(templateNews)
  const [item] = await arrived()
  const begun = { at: rig.clock.now(), maxAttempts: MAX_ATTEMPTS }
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
    expect(await needs.inbox.beginAttempt(item?.id ?? '', begun)).toBe(true)
  expect(await needs.inbox.beginAttempt(item?.id ?? '', begun)).toBe(false)
  expect((await stored())[0]?.data()).toMatchObject({
    state: 'quarantined',
    because: expect.stringContaining('never came to an end') as string,
  })
})

it('leaves an item alone that another hand finished', async () => {
  await receive(templateNews)
  const [item] = await arrived()
  if (!item) throw new Error('nothing came')
  await processWithRetries(item, needs)
  expect(await processWithRetries(item, failing())).toMatchObject({ state: 'done' })
  expect(await states()).toEqual(['done'])
})

it('takes news that say the same words on another day for news', async () => {
  const changed = (time: number) => newsAbout('security', { event: 'PIN_CHANGED' }, time)
  await receive(changed(1_772_366_400))
  await receive(changed(1_772_366_400))
  await receive(changed(1_772_452_800))
  expect(await stored()).toHaveLength(2)
})

it.each<[string, object, string]>([
  ['hologram_update', { a: 1 }, 'not known to this release'],
  ['account_update', { event: 'ACCOUNT_TELEPORTED' }, 'not known to this release'],
  ['security', {}, 'does not say what happened'],
  ['messages', { greetings: ['hi'] }, 'does not know: greetings'],
])('quarantines an unreadable %s with the reason', async (field, value, reason) => {
  await receive(newsAbout(field, value))
  for (const item of await arrived()) await processOnTrigger(item, needs)
  expect((await stored())[0]?.data()).toMatchObject({
    state: 'quarantined',
    because: expect.stringContaining(reason) as string,
  })
})
