import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Recipient } from '../kernel/recipient.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import {
  allConversationIds,
  contactOf,
  conversationIdsFor,
  identitiesFrom,
  laterDate,
  mergeIdentities,
  preferredRecipient,
} from './contact-identities.ts'
import type { Identity } from './conversation.ts'

const second = (number: number): Date => new Date(number * 1000)
const met = (of: Recipient, since: number, seen = since): Identity => ({
  of,
  since: second(since),
  seenAt: second(seen),
})
const written = (of: Recipient, since: number): Identity => ({ of, since: second(since) })
const idOf = (of: Recipient): string => conversationIdOf('ses_a', of)

it.each<[string, Identity[], object]>([
  ['nothing of a contact without identities', [], {}],
  [
    'the number and its digits',
    [met('+4915100000001', 1)],
    { phone: '+4915100000001', waId: '4915100000001' },
  ],
  ['the user id', [met('DE.ann', 1)], { bsuid: 'DE.ann' }],
  ['the parent id apart from the user id', [met('DE.ENT.ann', 1)], { parentBsuid: 'DE.ENT.ann' }],
  [
    'the number that it was met under last',
    [met('+4915100000002', 1, 9), met('+4915100000001', 2, 3)],
    { phone: '+4915100000002', waId: '4915100000002' },
  ],
  [
    'a number that it wrote from over a newer one that was only written to',
    [met('+4915100000001', 1), written('+4915100000002', 5)],
    { phone: '+4915100000001', waId: '4915100000001' },
  ],
])('knows %s', (_name, identities, expected) => {
  expect(contactOf(identities)).toEqual(expected)
})

it.each<[Recipient | undefined, Identity[]]>([
  ['+4915100000001', [met('DE.ann', 9), met('+4915100000001', 1)]],
  ['DE.ann', [met('DE.ENT.ann', 9), met('DE.ann', 1)]],
  ['DE.ENT.ann', [met('DE.ENT.ann', 1)]],
  [undefined, []],
])('writes to %s', (recipient, identities) => {
  expect(preferredRecipient(identities)).toBe(recipient)
})

it('files what it knew a contact by before a change as older than what it knows now', () => {
  const all = identitiesFrom({ current: ['+4915100000002'], former: ['+4915100000001'] }, second(5))
  expect(contactOf(all)).toMatchObject({ phone: '+4915100000002' })
  expect(conversationIdsFor('ses_a', all).id).toBe(idOf('+4915100000001'))
})

it('names a conversation by the identity that was known first', () => {
  const { id, otherIds } = conversationIdsFor('ses_a', [met('+4915100000001', 5), met('DE.ann', 1)])
  expect(id).toBe(idOf('DE.ann'))
  expect(otherIds).toEqual([idOf('+4915100000001')])
})

it('names it by the number when both became known at once', () => {
  expect(conversationIdsFor('ses_a', [met('DE.ann', 1), met('+4915100000001', 1)]).id).toBe(
    idOf('+4915100000001'),
  )
})

it('finds the conversation of a Brazilian number by its other spelling too', () => {
  expect(conversationIdsFor('ses_a', [met('+5511987654321', 1)])).toEqual({
    id: idOf('+5511987654321'),
    otherIds: [idOf('+551187654321')],
  })
})

it('keeps the conversations of two sessions with one contact apart', () => {
  const identities = [met('+4915100000001', 1)]
  expect(conversationIdsFor('ses_a', identities).id).not.toBe(conversationIdsFor('ses_b', identities).id)
})

it('asks for at most thirty ids of a conversation, its own first', () => {
  const otherIds = Array.from({ length: 40 }, (_, i) => `cnv_${String(i)}`)
  const ids = allConversationIds({ id: 'cnv_own', otherIds })
  expect(ids).toHaveLength(30)
  expect(ids.slice(0, 2)).toEqual(['cnv_own', 'cnv_0'])
})

it('has known an identity since the earlier and seen it at the later of two reports', () => {
  expect(mergeIdentities([met('DE.ann', 5, 6)], [met('DE.ann', 2, 3)])).toEqual([met('DE.ann', 2, 6)])
})

it('does not claim to have met a contact that was only written to', () => {
  const [identity] = mergeIdentities([written('DE.ann', 1)], [written('DE.ann', 2)])
  expect(identity).toEqual(written('DE.ann', 1))
})

it.each([
  [undefined, undefined, undefined],
  [second(1), undefined, second(1)],
  [undefined, second(1), second(1)],
  [second(2), second(1), second(2)],
  [second(1), second(2), second(2)],
])('takes of %s and %s the later', (a, b, later) => {
  expect(laterDate(a, b)).toEqual(later)
})

const anyIdentity = fc
  .record({
    of: fc.constantFrom<Recipient>('+4915100000001', '+5511987654321', 'DE.ann', 'DE.ENT.ann'),
    since: fc.integer({ min: 1, max: 4 }),
    seen: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })
  .map(({ of, since, seen }) => (seen === undefined ? written(of, since) : met(of, since, seen)))

it('learns the same of a contact in any order, however often it is reported', () => {
  fc.assert(
    fc.property(fc.array(anyIdentity), fc.array(anyIdentity), (a, b) => {
      const all = mergeIdentities(a, b)
      expect(mergeIdentities(b, a)).toEqual(all)
      expect(mergeIdentities(all, a)).toEqual(all)
      expect(contactOf(all.toReversed())).toEqual(contactOf(all))
      expect(conversationIdsFor('ses_a', all.toReversed())).toEqual(conversationIdsFor('ses_a', all))
    }),
  )
})
