import { expect, it } from 'vitest'
import { conversationIdOf } from '../messages/conversation-id.ts'
import type { Conversation, LastMessage } from './conversation.ts'
import {
  laterMessage,
  latestReported,
  mergeConversations,
  newConversation,
  retainUntil,
  withIdentities,
} from './merge-conversations.ts'

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))
const byPhone = newConversation(
  { sessionId: 'ses_a', identities: [{ of: '+4915100000001', since: day(2), seenAt: day(2) }] },
  day(3),
)
const byUserId = newConversation(
  { sessionId: 'ses_a', identities: [{ of: 'DE.ann', since: day(1), seenAt: day(1) }] },
  day(4),
)
const phoneId = conversationIdOf('ses_a', '+4915100000001')
const userId = conversationIdOf('ses_a', 'DE.ann')
const lastAt = (number: number, messageId = 'msg_a'): LastMessage => ({
  messageId,
  direction: 'in',
  type: 'text',
  text: 'hi',
  at: day(number),
})

/** Merged in both orders, which must not matter. */
const merge = (a: Partial<Conversation>, b: Partial<Conversation>): Conversation => {
  const [one, other] = [
    { ...byPhone, ...a },
    { ...byUserId, ...b },
  ]
  const merged = mergeConversations(one, other)
  expect(mergeConversations(other, one)).toEqual(merged)
  return merged
}

it('begins a conversation open, without unread messages and without opt-outs', () => {
  expect(byPhone).toMatchObject({ id: phoneId, state: 'open', unread: 0, optOuts: {}, createdAt: day(2) })
})

it('keeps the id of the contact as it was known first, and leads there from the other', () => {
  expect(merge({}, {})).toMatchObject({ id: userId, otherIds: [phoneId], createdAt: day(1) })
})

it('knows the contact by the identities of both', () => {
  expect(merge({}, {}).identities.map(({ of }) => of)).toEqual(['DE.ann', '+4915100000001'])
})

it.each([
  ['resolved', 'open', 'open'],
  ['resolved', 'needs_human', 'needs_human'],
  ['open', 'needs_human', 'needs_human'],
  ['resolved', 'resolved', 'resolved'],
] as const)('a %s and an %s conversation become one that is %s', (a, b, state) => {
  expect(merge({ state: a }, { state: b }).state).toBe(state)
  expect(merge({ state: b }, { state: a }).state).toBe(state)
})

it('adds up unread messages', () => {
  expect(merge({ unread: 2 }, { unread: 3 }).unread).toBe(5)
})

it('counts as many episodes as the one that had more: both may have had the same', () => {
  expect(merge({ episodes: 2 }, { episodes: 3 }).episodes).toBe(3)
})

it('keeps the notes of both in the order in which they were written', () => {
  const note = (number: number) => ({ at: day(number), by: 'ann', text: String(number) })
  const { notes } = merge({ notes: [note(1), note(4)] }, { notes: [note(2)] })
  expect(notes.map(({ text }) => text)).toEqual(['1', '2', '4'])
})

it.each([
  ['of the conversation that changed last', 'ann', 'bob', 'bob'],
  ['of the only one that has one', 'ann', undefined, 'ann'],
])('keeps the assignee %s', (_name, a, b, assignee) => {
  const assigned = (to: string | undefined) => (to === undefined ? {} : { assignee: to })
  expect(merge(assigned(a), assigned(b)).assignee).toBe(assignee)
})

it('leaves a conversation unassigned when neither was assigned', () => {
  expect(merge({}, {})).not.toHaveProperty('assignee')
})

it('shows the last message and the name of whichever is later', () => {
  const merged = merge(
    { lastMessage: lastAt(5), name: { value: 'Old', at: day(1) } },
    { lastMessage: lastAt(4), name: { value: 'New', at: day(2) } },
  )
  expect(merged.lastMessage?.at).toEqual(day(5))
  expect(merged.name?.value).toBe('New')
})

it('leaves the service window open as long as either was', () => {
  expect(merge({ windowOpenUntil: day(5) }, { windowOpenUntil: day(6) }).windowOpenUntil).toEqual(day(6))
  expect(merge({ windowOpenUntil: day(5) }, {}).windowOpenUntil).toEqual(day(5))
})

it('never forgets an opt-out of either', () => {
  const optOut = { at: day(1), source: 'keyword' } as const
  expect(merge({ optOuts: { all: optOut } }, { optOuts: { marketing: optOut } }).optOuts).toEqual({
    all: optOut,
    marketing: optOut,
  })
})

it('is kept as long as the one that is kept longer', () => {
  expect(merge({ purgeAt: day(20) }, { purgeAt: day(10) }).purgeAt).toEqual(day(20))
})

it('leads to a conversation from ids whose identities were erased', () => {
  const known = withIdentities({ ...byPhone, otherIds: ['cnv_erased'] }, byUserId.identities)
  expect(known.id).toBe(userId)
  expect(known.otherIds.toSorted()).toEqual([phoneId, 'cnv_erased'].toSorted())
})

it.each([
  ['2026-01-01T00:00:00Z', '2027-02-01T00:00:00Z'],
  ['2026-01-31T23:59:59Z', '2027-02-01T00:00:00Z'],
  ['2026-12-05T00:00:00Z', '2028-01-01T00:00:00Z'],
])('keeps what is written at %s until %s', (now, until) => {
  expect(retainUntil(new Date(now))).toEqual(new Date(until))
})

it('shows the same message in whatever order two of one second came', () => {
  const [a, b] = [lastAt(1, 'msg_a'), lastAt(1, 'msg_b')]
  expect([laterMessage(a, b), laterMessage(b, a)]).toEqual([b, b])
  expect([laterMessage(undefined, a), laterMessage(a, undefined)]).toEqual([a, a])
})

it('takes the same name in whatever order two reports of one second came', () => {
  const [a, b] = [
    { value: 'Ann', at: day(1) },
    { value: 'Bea', at: day(1) },
  ]
  expect([latestReported(a, b), latestReported(b, a)]).toEqual([b, b])
  expect(latestReported(undefined, undefined)).toBeUndefined()
})
