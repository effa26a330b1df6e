import { expect, it } from 'vitest'
import type { Conversation } from './conversation.ts'
import { conversationView, conversationWithNotes } from './conversation-view.ts'
import { newConversation } from './merge-conversations.ts'

const at = new Date('2026-01-01T00:00:00Z')
const later = new Date('2026-01-02T00:00:00Z')
const conversation: Conversation = newConversation(
  { sessionId: 'ses_a', identities: [{ of: '+4915100000001', since: at, seenAt: at }] },
  at,
)
const viewOf = (changed: Partial<Conversation> = {}) => conversationView({ ...conversation, ...changed })

it('shows whom a conversation is with and that nothing happened in it', () => {
  expect(viewOf()).toMatchObject({ session: 'ses_a', phone: '+4915100000001', state: 'open', optedOut: [] })
})

it.each(['name', 'username', 'assignee', 'lastMessage', 'lastInboundAt', 'windowOpenUntil', 'notes'])(
  'leaves %s out while there is none',
  (field) => {
    expect(viewOf()).not.toHaveProperty(field)
  },
)

it('shows names without the time at which Meta reported them', () => {
  expect(viewOf({ name: { value: 'Ann', at }, username: { value: 'ann', at } })).toMatchObject({
    name: 'Ann',
    username: 'ann',
  })
})

it('shows the last message under the id by which it can be read', () => {
  const lastMessage = { messageId: 'msg_1', direction: 'in', type: 'text', text: 'Hi', at } as const
  expect(viewOf({ lastMessage }).lastMessage).toEqual({
    id: 'msg_1',
    direction: 'in',
    type: 'text',
    text: 'Hi',
    at: '2026-01-01T00:00:00.000Z',
  })
})

it('shows until when free-form messages are allowed', () => {
  expect(viewOf({ lastInboundAt: at, windowOpenUntil: later })).toMatchObject({
    lastInboundAt: '2026-01-01T00:00:00.000Z',
    windowOpenUntil: '2026-01-02T00:00:00.000Z',
  })
})

it('shows an opt-out while it applies, and not once it was taken back', () => {
  const optOut = { at, source: 'keyword' } as const
  expect(viewOf({ optOuts: { marketing: optOut } }).optedOut).toEqual(['marketing'])
  expect(viewOf({ optOuts: { marketing: { ...optOut, liftedAt: later } } }).optedOut).toEqual([])
})

it('shows notes where they were asked for', () => {
  const notes = [{ at, by: 'ann', text: 'Call back' }]
  expect(conversationWithNotes({ ...conversation, notes }).notes).toEqual([
    { at: '2026-01-01T00:00:00.000Z', by: 'ann', text: 'Call back' },
  ])
  expect(viewOf({ notes })).not.toHaveProperty('notes')
})
