import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { contactOf } from '../../src/conversations/contact-identities.ts'
import type { Conversation } from '../../src/conversations/conversation.ts'
import { inboundMessageView } from '../../src/messages/inbound-message-view.ts'
import { omitMissingReplies } from '../../src/messages/omit-missing-replies.ts'
import { inboundMessageId, type InboundMessage } from '../../src/messages/inbound-message.ts'
import { handleChange } from '../../src/inbox/handle-change.ts'
import { handleInboundMessage } from '../../src/inbox/handle-inbound-message.ts'
import type { HandlerResult } from '../../src/inbox/item-handler.ts'
import type { Recipient } from '../../src/kernel/recipient.ts'
import { dana, inboundItem, text, secondsAfterEleven, type ItemOptions } from '../support/contact-items.ts'
import { engineRig, type EngineRig } from '../support/engine-rig.ts'

let rig: EngineRig
beforeAll(async () => {
  rig = await engineRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const gets = (item: object, more: Omit<ItemOptions, 'item'> = {}): Promise<HandlerResult> =>
  handleInboundMessage(inboundItem({ item, ...more }), rig.needs)
const changes = (value: object): Promise<HandlerResult> =>
  handleChange({ ...inboundItem({ item: value }), kind: 'change', field: 'user_id_update' }, rig.needs)

async function talk(contact: Recipient = dana.phone): Promise<Conversation> {
  const conversation = await rig.conversations.findByContact(rig.session.id, contact)
  if (!conversation) throw new Error(`no conversation with ${contact}`)
  return conversation
}
async function said(id: string): Promise<InboundMessage> {
  const message = await rig.messages.findAny(inboundMessageId(rig.session.id, `wamid.${id}`))
  if (message?.direction !== 'in') throw new Error(`${id} is not here`)
  const [shown = message] = await omitMissingReplies([message], rig)
  return shown
}
/** How many conversations there are, aliases not counted. */
const talks = async () =>
  (await rig.db.collection('conversations').get()).docs.filter((one) => one.get('leadsTo') === undefined)
    .length

const both = { from: dana.waId, from_user_id: dana.userId }
const hidden = { from_user_id: dana.userId }
const profile = { profile: { name: 'Dana Levi', username: 'dana.l' }, wa_id: dana.waId, user_id: dana.userId }

it('keeps a text, counts it, opens the window for a day and asks for a human', async () => {
  expect(await gets(text('1', 'Hello!'), { contacts: [profile] })).toMatchObject({ state: 'done' })
  expect(inboundMessageView(await said('1'))).toMatchObject({
    direction: 'in',
    from: dana.phone,
    recipient: dana.phone,
    type: 'text',
    content: { body: 'Hello!' },
    createdAt: '2026-03-01T11:00:00.000Z',
    receivedAt: '2026-03-01T12:00:00.000Z',
  })
  const conversation = await talk()
  expect(contactOf(conversation.identities)).toEqual({
    phone: dana.phone,
    waId: dana.waId,
    bsuid: dana.userId,
  })
  expect(conversation).toMatchObject({
    name: { value: 'Dana Levi' },
    username: { value: 'dana.l' },
    unread: 1,
    state: 'needs_human',
    lastMessage: { text: 'Hello!', direction: 'in', type: 'text' },
    lastInboundAt: new Date('2026-03-01T11:00:00Z'),
    windowOpenUntil: new Date('2026-03-02T11:00:00Z'),
  })
  expect(rig.events.map(({ type }) => type)).toEqual(['message.received', 'conversation.needs_human'])
})

it('costs one read and two writes, before the item is finished', async () => {
  await gets(text('1', 'Hello!'), { contacts: [profile] })
  rig.firestore.resetCounts()
  await gets(text('2', 'Hello there?', both), { contacts: [profile] })
  const { collections } = rig.firestore.counts()
  expect(collections).toMatchObject({
    conversations: { reads: 1, writes: 1 },
    messages: { reads: 0, writes: 1 },
  })
})

it('changes nothing when a message arrives twice, and publishes the same event again', async () => {
  await gets(text('1', 'Hello!'))
  const before = await rig.db.collection('conversations').get()
  await gets(text('1', 'Hello!'))
  const after = await rig.db.collection('conversations').get()
  expect(after.docs.map((one) => one.data())).toEqual(before.docs.map((one) => one.data()))
  const [first, , again] = rig.events
  expect(again?.dedupeKey).toEqual(first?.dedupeKey)
})

it('says whom it does not serve, and keeps nothing of it', async () => {
  expect(await gets(text('1', 'Hi'), { phoneNumberId: '999' })).toMatchObject({
    state: 'quarantined',
    because: 'The number 999 is of no session here.',
  })
  expect(await gets({ ...text('1', 'Hi'), group_id: 'g1' })).toMatchObject({ state: 'kept' })
  expect(await gets({ ...text('1', 'Hi'), from: undefined })).toMatchObject({ state: 'quarantined' })
  expect(await gets({ ...text('1', 'Hi'), id: undefined })).toMatchObject({ state: 'quarantined' })
  expect((await rig.db.collection('messages').get()).size).toBe(0)
})

it('leaves the conversation alone where automation is switched off, but reopens what was resolved', async () => {
  await rig.db.doc(`sessions/${rig.session.id}`).update({ automation: false })
  await gets(text('1', 'Hello!'))
  expect(await talk()).toMatchObject({ state: 'open', unread: 1 })
  const { id } = await talk()
  await rig.conversations.update(id, (current) => ({ ...current, state: 'resolved' }))
  await gets(text('2', 'Still broken'))
  expect(await talk()).toMatchObject({ state: 'open', unread: 2 })
  expect(rig.events.map(({ type }) => type)).toEqual(['message.received', 'message.received'])
})

it('asks for a human again when a resolved contact writes', async () => {
  await gets(text('1', 'Hello!'))
  await rig.conversations.update((await talk()).id, (current) => ({
    ...current,
    state: 'resolved',
    unread: 0,
  }))
  await gets(text('2', 'Still broken'))
  expect(await talk()).toMatchObject({ state: 'needs_human', episodes: 2, unread: 1 })
  const asked = rig.events.filter(({ type }) => type === 'conversation.needs_human')
  expect(new Set(asked.map(({ dedupeKey }) => dedupeKey.join())).size).toBe(2)
})

it('never closes the window sooner because of a late message', async () => {
  await gets(text('2', 'Second', { from: dana.waId, at: 600 }))
  await gets(text('1', 'First', { from: dana.waId, at: 0 }))
  expect(await talk()).toMatchObject({
    windowOpenUntil: new Date('2026-03-02T11:10:00Z'),
    lastMessage: { text: 'Second' },
    unread: 2,
  })
})

it('does not take a time from the future, nor one that is none', async () => {
  await gets({ ...text('1', 'Hi'), timestamp: '4000000000' })
  expect((await said('1')).createdAt).toEqual(new Date('2026-03-01T12:00:00Z'))
  await gets({ ...text('2', 'Hi'), timestamp: undefined })
  expect((await said('2')).createdAt).toEqual(new Date('2026-03-01T12:00:00Z'))
  await gets({ ...text('3', 'Hi'), timestamp: Number(secondsAfterEleven(60)) })
  expect((await said('3')).createdAt).toEqual(new Date('2026-03-01T11:01:00Z'))
})

it.each([
  ['reaction', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } }],
  ['reaction taken back', { type: 'reaction', reaction: { message_id: 'wamid.x' } }],
  ['system message', { type: 'system', system: { type: 'customer_identity_changed', body: 'changed' } }],
  [
    'edit',
    {
      type: 'edit',
      edit: { original_message_id: 'wamid.x', message: { type: 'text', text: { body: 'b' } } },
    },
  ],
  ['revoke', { type: 'revoke', revoke: { original_message_id: 'wamid.x' } }],
])('a %s is nothing to read and no reply', async (name, what) => {
  await gets({ from: dana.waId, id: 'wamid.1', timestamp: secondsAfterEleven(0), ...what })
  expect(await talk()).toMatchObject({ unread: 0, state: 'open' })
  expect((await talk()).windowOpenUntil !== undefined).toBe(name === 'reaction')
  expect((await talk()).lastInboundAt).toBeUndefined()
})

it('shows what an edited message says now and said before, and whether it was deleted', async () => {
  await gets(text('1', 'At five'))
  await gets({
    ...both,
    id: 'wamid.e',
    timestamp: secondsAfterEleven(30),
    type: 'edit',
    edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'At six' } } },
  })
  expect(inboundMessageView(await said('1'))).toMatchObject({
    content: { body: 'At six' },
    edits: [{ content: { body: 'At five' }, until: '2026-03-01T11:00:30.000Z' }],
  })
  expect(await talk()).toMatchObject({ unread: 1, lastMessage: { text: 'At six' } })
  await gets({
    ...both,
    id: 'wamid.r',
    timestamp: secondsAfterEleven(60),
    type: 'revoke',
    revoke: { original_message_id: 'wamid.1' },
  })
  expect(inboundMessageView(await said('1'))).toMatchObject({ revokedAt: '2026-03-01T11:01:00.000Z' })
  expect(await talk()).toMatchObject({ lastMessage: { text: '' } })
})

it('links an answer to the message of ours that it answers', async () => {
  const reminder = {
    ...(await import('../support/sample-documents.ts')).message,
    sessionId: rig.session.id,
    wamid: 'wamid.ours',
  }
  await rig.messages.add(reminder)
  await gets({ ...text('1', 'Yes'), context: { from: '15550783881', id: 'wamid.ours' } })
  expect(inboundMessageView(await said('1'))).toMatchObject({ replyTo: 'wamid.ours', replyToId: reminder.id })
  await gets({ ...text('2', 'I mean'), context: { from: dana.waId, id: 'wamid.1' } })
  expect(inboundMessageView(await said('2'))).toMatchObject({ replyToId: (await said('1')).id })
  await gets({ ...text('3', 'What?'), context: { id: 'wamid.elsewhere' } })
  expect(inboundMessageView(await said('3'))).not.toHaveProperty('replyToId')
  await gets({
    from: dana.waId,
    id: 'wamid.4',
    timestamp: secondsAfterEleven(0),
    type: 'button',
    button: { text: 'Yes', payload: 'y' },
  })
  expect(await said('4')).toMatchObject({ type: 'button', text: 'Yes' })
})

it('has the file of a message fetched', async () => {
  const image = { id: '1', mime_type: 'image/jpeg', sha256: 'abc=', caption: 'Look' }
  await gets({ from: dana.waId, id: 'wamid.1', timestamp: secondsAfterEleven(0), type: 'image', image })
  expect(await said('1')).toMatchObject({
    content: { mediaId: '1', mimeType: 'image/jpeg', sha256: 'abc=', caption: 'Look' },
    media: { state: 'pending', metaId: '1' },
  })
  expect(rig.mediaAskedFor).toEqual([(await said('1')).id])
})

it('takes STOP at its word in the same transaction', async () => {
  await gets(text('1', 'STOP'))
  expect((await talk()).optOuts.all).toMatchObject({ source: 'keyword', text: 'STOP' })
  expect(rig.events.map(({ type }) => type)).toContain('contact.opted_out')
})

it('makes one of two conversations when a message carries both identities, the older one', async () => {
  await gets(text('1', 'By number', { from: dana.waId, at: 0 }))
  await gets(text('2', 'By user id', { ...hidden, at: 60 }))
  expect(await talks()).toBe(2)
  const older = await talk()
  await gets(text('3', 'By both', { ...both, at: 120 }))
  expect(await talks()).toBe(1)
  for (const known of [dana.phone, dana.userId]) expect((await talk(known)).id).toBe(older.id)
  expect(await talk()).toMatchObject({ unread: 3, lastMessage: { text: 'By both' } })
  const { id, otherIds } = await talk()
  const history = await rig.messages.list({ conversationIds: [id, ...otherIds], limit: 10 })
  expect(history.map((one) => one.direction === 'in' && one.text)).toEqual([
    'By both',
    'By user id',
    'By number',
  ])
})

it('reads an alias with two reads and the conversation with one', async () => {
  await gets(text('1', 'Hello', both), { contacts: [profile] })
  const reads = async (known: Recipient) => {
    rig.firestore.resetCounts()
    await talk(known)
    return rig.firestore.counts().reads
  }
  expect([await reads(dana.phone), await reads(dana.userId)]).toEqual([1, 2])
})

it.each([
  ['Brazil', '551187654321', '+5511987654321'],
  ['Mexico', '5215512345678', '+525512345678'],
  ['Argentina', '5491123456789', '+541123456789'],
] as const)('knows who writes from %s by the other spelling of the number too', async (_, waId, other) => {
  await gets(text('1', 'Oi', { from: waId }))
  expect(contactOf((await talk(other)).identities)).toEqual({ phone: `+${waId}`, waId })
})

it('joins what was written to before under the other spelling', async () => {
  const notAfter = new Date('2026-03-02T12:00:00Z')
  await rig.needs.awaitReply({ sessionId: rig.session.id, to: '+5511987654321', notAfter })
  await gets(text('1', 'Oi', { from: '551187654321' }))
  expect(await talks()).toBe(1)
  const conversation = await talk('+5511987654321')
  expect(contactOf(conversation.identities).phone).toBe('+551187654321')
  expect(conversation.replyCancelsUntil).toEqual(notAfter)
})

it('stays one conversation when the contact changes number and user id', async () => {
  await gets(text('1', 'Hello', both), { contacts: [profile] })
  const { id } = await talk()
  const system = {
    type: 'user_changed_number',
    body: 'Dana changed',
    wa_id: '972546800999',
    user_id: 'IL.999',
  }
  await gets({ ...both, id: 'wamid.s', timestamp: secondsAfterEleven(60), type: 'system', system })
  await gets(text('2', 'Me again', { from: '972546800999', from_user_id: 'IL.999', at: 120 }))
  expect(await talks()).toBe(1)
  for (const known of [dana.phone, dana.userId, '+972546800999', 'IL.999'] as const)
    expect((await talk(known)).id).toBe(id)
  expect(contactOf((await talk()).identities)).toEqual({
    phone: '+972546800999',
    waId: '972546800999',
    bsuid: 'IL.999',
  })
})

it('stays one conversation when WhatsApp reports another user id', async () => {
  await gets(text('1', 'Hello', hidden))
  const { id } = await talk(dana.userId)
  const update = { user_id: { previous: dana.userId, current: 'IL.222' }, timestamp: secondsAfterEleven(60) }
  expect(await changes({ user_id_update: [update] })).toMatchObject({ state: 'done' })
  await gets(text('2', 'Hello again', { from_user_id: 'IL.222', at: 120 }))
  expect((await talk('IL.222')).id).toBe(id)
  expect(contactOf((await talk('IL.222')).identities)).toEqual({ bsuid: 'IL.222' })
})

it.each([
  ['the number alone', { from: dana.waId }, undefined, { phone: dana.phone, waId: dana.waId }],
  [
    'a number that is a number',
    { from: Number(dana.waId) },
    undefined,
    { phone: dana.phone, waId: dana.waId },
  ],
  ['a username with the number', both, [profile], { phone: dana.phone, waId: dana.waId, bsuid: dana.userId }],
  [
    'a username without the number',
    hidden,
    [{ profile: { username: 'd' }, user_id: dana.userId }],
    { bsuid: dana.userId },
  ],
  ['the contact alone', {}, [{ user_id: dana.userId }], { bsuid: dana.userId }],
  [
    'a user id in the place of the number',
    { from: dana.userId },
    [{ wa_id: dana.userId }],
    { bsuid: dana.userId },
  ],
  [
    'the id of the parent business',
    { ...both, from_parent_user_id: dana.parentId },
    undefined,
    { phone: dana.phone, waId: dana.waId, bsuid: dana.userId, parentBsuid: dana.parentId },
  ],
])('knows a contact by %s', async (_, who, contacts, expected) => {
  await gets({ ...text('1', 'Hi'), from: undefined, ...who }, contacts ? { contacts } : {})
  const [only] = (await rig.db.collection('conversations').get()).docs.filter((one) => !one.get('leadsTo'))
  const conversation = await rig.conversations.find(only?.id ?? '')
  expect(contactOf(conversation?.identities ?? [])).toEqual(expected)
})

it.each(['publishEvent', 'enqueueMediaDownload', 'record'] as const)(
  'does what is left when it stopped at %s the first time',
  async (step) => {
    const image = { id: '1', mime_type: 'image/jpeg' }
    const item = inboundItem({
      item: { from: dana.waId, id: 'wamid.1', timestamp: secondsAfterEleven(0), type: 'image', image },
    })
    const stops = async (): Promise<never> => {
      throw new Error('no connection')
    }
    const recordMessage: typeof rig.conversations.recordMessage = async (...asked) => {
      await rig.conversations.recordMessage(...asked)
      return stops()
    }
    const conversations = step === 'record' ? { ...rig.conversations, recordMessage } : rig.conversations
    const broken = { ...rig.needs, conversations, ...(step !== 'record' && { [step]: stops }) }
    await expect(handleInboundMessage(item, broken)).rejects.toThrow('no connection')
    expect(await handleInboundMessage(item, rig.needs)).toMatchObject({ state: 'done' })
    expect(await talk()).toMatchObject({ unread: 1, episodes: 1, state: 'needs_human' })
    expect(rig.mediaAskedFor).toContain((await said('1')).id)
    expect(rig.events.map(({ type }) => type)).toEqual(['message.received', 'conversation.needs_human'])
  },
)

it('keeps words that were cut in the middle of a character', async () => {
  await gets(text('1', `${'a'.repeat(99)}👍`))
  expect((await talk()).lastMessage?.text).toBe('a'.repeat(99))
  await gets(text('2', 'half \ud83d', { from: dana.waId, at: 5 }))
  expect((await said('2')).text).toBe('half \ufffd')
})
