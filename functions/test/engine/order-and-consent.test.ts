import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'
import { webhook } from '../support/meta-webhooks.ts'
import { postToRig } from '../support/post-to-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const from = '972541000018'
const SECOND = '1772362800'
const text = (id: string, body: string, timestamp = SECOND) => ({
  from,
  id: `wamid.${id}`,
  timestamp,
  type: 'text',
  text: { body },
})
const conversation = () => rig.conversations.findByContact(rig.session.id, `+${from}`)

async function listed(): Promise<string[]> {
  const found = await conversation()
  const page = await rig.messages.list({ conversationIds: [found?.id ?? ''], limit: 50 })
  return page.flatMap((message) => (message.direction === 'in' ? [message.text] : [])).toReversed()
}

it('keeps the order of messages of one second in list, last message and events', async () => {
  const words = ['one', 'two', 'three', 'four', 'five']
  await postToRig(rig, webhook({ messages: words.map((word) => text(word, word)) }))
  expect(await listed()).toEqual(words)
  expect(await conversation()).toMatchObject({ lastMessage: { text: 'five' } })
  const events = rig.events
    .filter(({ type }) => type === 'message.received')
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
  expect(events.map(({ data }) => (data as { text: string }).text)).toEqual(words)
})

it('keeps any order in which Meta lists any messages of few seconds', async () => {
  const burst = fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 1e6 }), second: fc.nat(2) }), {
    selector: ({ id }) => id,
    minLength: 2,
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(burst, async (messages) => {
      await rig.reset()
      const inOrder = messages.toSorted((a, b) => a.second - b.second)
      const items = inOrder.map(({ id, second }) =>
        text(String(id), String(id), String(Number(SECOND) + second)),
      )
      await postToRig(rig, webhook({ messages: items }))
      expect(await listed()).toEqual(inOrder.map(({ id }) => String(id)))
    }),
    { numRuns: 10 },
  )
})

it('takes the later of STOP and START of one second', async () => {
  await postToRig(rig, webhook({ messages: [text('1', 'STOP'), text('2', 'START')] }))
  expect(await rig.needs.loadEligibility(rig.session.id, `+${from}`)).not.toHaveProperty('optOutAt')
})

const edit = (id: string, original: string, body: string) => ({
  from,
  id: `wamid.${id}`,
  timestamp: String(Number(SECOND) + 10),
  type: 'edit',
  edit: { original_message_id: `wamid.${original}`, message: { type: 'text', text: { body } } },
})

it('takes a message that is edited to STOP for an opt-out, and tells customers', async () => {
  await postToRig(rig, webhook({ messages: [text('1', 'STPO')] }))
  await postToRig(rig, webhook({ messages: [edit('2', '1', 'STOP')] }))
  expect(await rig.needs.loadEligibility(rig.session.id, `+${from}`)).toMatchObject({
    optOutAt: new Date('2026-03-01T11:00:10Z'),
  })
  expect(rig.events.map(({ type }) => type)).toContain('contact.opted_out')
})

it('takes it for one when the edit comes first', async () => {
  await postToRig(rig, webhook({ messages: [edit('2', '1', 'STOP')] }))
  await postToRig(rig, webhook({ messages: [text('1', 'STPO')] }))
  expect(await rig.needs.loadEligibility(rig.session.id, `+${from}`)).toHaveProperty('optOutAt')
})

it('keeps an opt-out whose message is edited to another text', async () => {
  await postToRig(rig, webhook({ messages: [text('1', 'STOP')] }))
  await postToRig(rig, webhook({ messages: [edit('2', '1', 'STOP the music')] }))
  expect(await rig.needs.loadEligibility(rig.session.id, `+${from}`)).toHaveProperty('optOutAt')
})

it('applies preferences without a number to the sessions of the account', async () => {
  const { entry, ...body } = webhook()
  const value = {
    messaging_product: 'whatsapp',
    contacts: [{ profile: { name: 'Pre' }, wa_id: from }],
    user_preferences: [
      { wa_id: from, category: 'marketing_messages', value: 'stop', timestamp: Number(SECOND) },
    ],
  }
  const changes = [{ field: 'user_preferences', value }]
  await postToRig(rig, { ...body, entry: entry.map(({ id }) => ({ id, changes })) })
  expect(await rig.needs.loadEligibility(rig.session.id, `+${from}`)).toHaveProperty('marketingOptOutAt')
  await postToRig(rig, { ...body, entry: [{ id: '999', changes }] })
  const items = await rig.db.collection('inbox').where('wabaId', '==', '999').get()
  expect(items.docs.map((item) => item.get('state') as string)).toEqual(['quarantined'])
})
