import type { ConversationView, IncomingMessage, MessageView, SendAnswer } from '@waypost/contract'
import { expect, it } from 'vitest'
import { callApi } from '../support/stack-api.ts'
import { idTokenOf } from '../support/sign-in.ts'
import { hello, message, numbers, reaches, sent, story } from '../support/notify.ts'
import { changesNumber, received, sends, writes, type PersonWrites } from '../support/simulator.ts'
import { advance, settled, stackTime } from '../support/stack-clock.ts'

const number = numbers(48)

/** The conversations with a contact, by number or user id. */
async function talks(contact: string): Promise<ConversationView[]> {
  const { status, body } = await callApi<{ data: ConversationView[] }>(
    `/v1/conversations?q=${encodeURIComponent(contact)}`,
  )
  expect(status, JSON.stringify(body)).toBe(200)
  return body.data
}
async function talk(contact: string): Promise<ConversationView> {
  const [only, ...others] = await talks(contact)
  expect(others).toEqual([])
  if (!only) throw new Error(`There is no conversation with ${contact}.`)
  return only
}
async function history(id: string): Promise<MessageView[]> {
  const { body } = await callApi<{ data: MessageView[] }>(`/v1/conversations/${id}/messages`)
  return body.data
}
const isIn = (one: MessageView): one is IncomingMessage => one.direction === 'in'

it('cancels the reminder of a contact who replies, and asks for a human', async () => {
  const to = number()
  const sendAt = new Date((await stackTime()).getTime() + 3_600_000).toISOString()
  const { id } = await sent({ ...hello(to), sendAt, cancelOn: ['reply'] })
  const other = await sent({ ...hello(number()), sendAt, cancelOn: ['reply'] })
  await writes(to, 'I am there already')
  await reaches(id, 'cancelled')
  await settled()
  const { timeline = [] } = await message(id)
  expect(timeline.at(-1)).toMatchObject({ status: 'cancelled', reason: 'Cancelled: the contact replied.' })
  expect(story(await message(other.id))).toEqual(['queued'])
  expect(await talk(to)).toMatchObject({
    phone: to,
    state: 'needs_human',
    unread: 1,
    lastMessage: { direction: 'in', text: 'I am there already' },
  })
  expect((await received(to)).attempts).toEqual([])
  await callApi(`/v1/messages/${other.id}/cancel`, { method: 'POST', body: {} })
})

it('answers a contact without a number, who changes the number and stays one conversation', async () => {
  const [from, next] = [number(), number()]
  const { contact } = await sends({
    from,
    identity: 'username_only',
    username: 'dana.l',
    text: { body: 'Hi' },
  })
  await settled()
  const first = await talk(contact.userId)
  expect(first).toMatchObject({ bsuid: contact.userId, username: 'dana.l', state: 'needs_human' })
  expect(first).not.toHaveProperty('phone')
  const [inbound] = (await history(first.id)).filter(isIn)
  expect(inbound).toMatchObject({ from: contact.userId, recipient: { bsuid: contact.userId } })

  const answer = await callApi<SendAnswer>('/v1/sendText', {
    method: 'POST',
    body: { to: inbound?.recipient, text: 'How can we help?' },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  await reaches(answer.body.id, 'read')
  expect((await received(contact.userId)).messages).toHaveLength(1)

  // Meta tells whole seconds: what follows is to be seen behind our answer.
  await advance(2)
  const moved = await changesNumber(contact.userId, next)
  await settled()
  await advance(2)
  await sends({ from: moved.contact.userId, text: { body: 'Still me' } })
  await settled()
  const last = await talk(moved.contact.userId)
  expect(last).toMatchObject({ id: first.id, bsuid: moved.contact.userId, unread: 2 })
  expect((await talk(contact.userId)).id).toBe(first.id)
  expect((await history(first.id)).map((one) => (isIn(one) ? one.text : one.direction))).toEqual([
    'Still me',
    expect.stringContaining('changed the phone number') as string,
    'out',
    'Hi',
  ])
})

it('joins whom it knew by number and by user id when a message carries both', async () => {
  const from = number()
  await writes(from, 'By number')
  const hidden = await sends({ from, identity: 'username_only', text: { body: 'By user id' } })
  await settled()
  const shown = await sends({ from, identity: 'username_with_phone', text: { body: 'By both' } })
  await settled()
  expect(hidden.contact.userId).toBe(shown.contact.userId)
  expect((await talk(from)).id).toBe((await talk(hidden.contact.userId)).id)
  expect(await talk(from)).toMatchObject({ unread: 3, phone: from, bsuid: shown.contact.userId })
})

const types: readonly [string, Omit<PersonWrites, 'from'>][] = [
  ['text', { text: { body: 'Hello' } }],
  ['image', { image: { caption: 'Look' } }],
  ['video', { video: {} }],
  ['audio', { audio: {} }],
  ['audio', { type: 'voice', voice: {} }],
  ['document', { document: {} }],
  ['sticker', { sticker: {} }],
  ['location', { location: {} }],
  ['contacts', { type: 'contacts' }],
  ['interactive', { interactive: { type: 'button_reply' } }],
  ['interactive', { interactive: { type: 'list_reply' } }],
  ['interactive', { interactive: { type: 'nfm_reply' } }],
  ['interactive', { interactive: { type: 'call_permission_reply' } }],
  ['interactive', { type: 'interactive', message: { interactive: null } }],
  ['button', { button: {} }],
  ['order', { order: {} }],
  ['reaction', { reaction: {} }],
  ['system', { type: 'system', system: { type: 'customer_identity_changed' } }],
  ['unsupported', { type: 'unsupported' }],
  ['unknown', { type: 'unknown' }],
  ['ephemeral', { type: 'ephemeral' }],
  ['request_welcome', { type: 'request_welcome' }],
]

it.each(['phone', 'username_with_phone', 'username_only', 'parent_bsuid'] as const)(
  'keeps a message of every type of a contact in identity mode %s',
  async (identity) => {
    const from = number()
    const wamids: string[] = []
    let userId = ''
    for (const [, body] of types) {
      const { wamid, contact } = await sends({ from, identity, ...body })
      wamids.push(wamid)
      userId = contact.userId
    }
    await settled()
    const { id } = await talk(userId)
    const { body } = await callApi<{ data: MessageView[] }>(`/v1/conversations/${id}/messages?limit=100`)
    const kept = new Map(body.data.filter(isIn).map((one) => [one.messageId, one.type]))
    expect(wamids.map((wamid) => kept.get(wamid))).toEqual(types.map(([type]) => type))
    expect(body.data).toHaveLength(types.length)
  },
)

it('shows what an edited message says now, and that a deleted one was deleted', async () => {
  const from = number()
  const { wamid } = await writes(from, 'At five')
  await sends({
    from,
    edit: { original_message_id: wamid, message: { type: 'text', text: { body: 'At six' } } },
  })
  await sends({ from, revoke: { original_message_id: wamid } })
  await settled()
  const [only, ...others] = (await history((await talk(from)).id)).filter(isIn)
  expect(others).toEqual([])
  expect(only).toMatchObject({
    content: { body: 'At six' },
    edits: [{ content: { body: 'At five' } }],
    revokedAt: expect.any(String) as string,
  })
})

it('is found among all messages by operators only', async () => {
  const from = number()
  await writes(from, 'Only for us')
  await settled()
  const [only] = (await history((await talk(from)).id)).filter(isIn)
  const found = await callApi<IncomingMessage>(`/v1/messages/${only?.id ?? ''}`)
  expect(found.body).toMatchObject({ direction: 'in', status: 'received', text: 'Only for us' })
  const plain = await callApi(`/v1/messages/${only?.id ?? ''}`, { as: await idTokenOf('plain') })
  expect(plain.status).toBe(404)
})
