import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isBsuid } from './bsuid.ts'
import { parseRecipientId, recipientSpellings } from './parse-recipient-id.ts'
import { byRecipientKind, recipientKind, type Recipient } from './recipient.ts'

it.each([
  ['a wa_id', '972546800360', '+972546800360'],
  ['a number in international form', '+972546800360', '+972546800360'],
  ['a plus that became a space in a query', ' 972546800360', '+972546800360'],
  ['a number with spaces and dashes', '+972 54-680-0360', '+972546800360'],
  ['an id for one business', 'IL.13491208655302741918', 'IL.13491208655302741918'],
  ['an id for a parent business', 'US.ENT.11815799212886844830', 'US.ENT.11815799212886844830'],
  ['an id with spaces around it', ' IL.1349 ', 'IL.1349'],
  ['digits that only Meta can know', '12345', '+12345'],
])('finds a contact by %s', (_name, written, recipient) => {
  expect(parseRecipientId(written)).toEqual({ ok: true, recipient })
})

it.each(['', 'Dana', '+0123', '1234', 'il.1349', 'IL.', '+972abc', '1'.repeat(21)])(
  'says why %j is no contact',
  (written) => {
    const parsed = parseRecipientId(written)
    expect(parsed.ok).toBe(false)
    expect(parsed).toHaveProperty('because', expect.stringMatching(/\.$/))
  },
)

it('finds the same contact with and without the plus', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{4,19}$/), (digits) => {
      expect(parseRecipientId(digits)).toEqual(parseRecipientId(`+${digits}`))
    }),
  )
})

it('looks a Brazilian and a Mexican number up in both spellings, and an id in its own only', () => {
  expect(recipientSpellings('+5511987654321')).toEqual(['+5511987654321', '+551187654321'])
  expect(recipientSpellings('+972546800360')).toEqual(['+972546800360'])
  expect(recipientSpellings('IL.1349')).toEqual(['IL.1349'])
})

it.each<[Recipient, string]>([
  ['+972546800360', 'phone'],
  ['IL.1349', 'bsuid'],
  ['IL.ENT.1349', 'parent'],
  ['IL.ENT', 'bsuid'],
])('knows what kind of contact %s is', (recipient, kind) => {
  expect(recipientKind(recipient)).toBe(kind)
})

it('prefers the phone number, then the id for the business, in any order given', () => {
  const sorted: Recipient[] = ['+972546800360', 'IL.1349', 'IL.ENT.1349']
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: 3 }), (given) => {
      expect(given.toSorted(byRecipientKind)).toEqual(sorted)
    }),
  )
})

it.each<[string, boolean]>([
  [`IL.${'a'.repeat(128)}`, true],
  [`IL.${'a'.repeat(129)}`, false],
  ['ILX.1', false],
  ['I.1', false],
  ['IL.1_2', false],
  ['IL.1\n', false],
  ['xIL.1', false],
])('tells a user id from other text (case %#)', (text, expected) => {
  expect(isBsuid(text)).toBe(expected)
})
