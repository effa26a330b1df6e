import { expect, it } from 'vitest'
import { z } from 'zod'
import { parameterText } from '../templates/parameter-text.ts'
import { characterCount } from './character-count.ts'

it.each([
  ['', 0],
  ['abc', 3],
  ['😀'.repeat(11), 11],
  ['e\u0301', 2],
  ['👨‍👩‍👧', 5],
])('counts the code points of %j', (text, count) => {
  expect(characterCount(text)).toBe(count)
})

it.each(['a', 'é', '😀', 'ש'])('every limit of the contract counts %s once', (letter) => {
  const fits = (schema: z.ZodType, times: number) => schema.safeParse(letter.repeat(times)).success
  for (const schema of [z.string().max(20), parameterText(20)])
    expect([fits(schema, 20), fits(schema, 21)]).toEqual([true, false])
})

it.each([' ', '\u00a0\u2003', '\u200b', '\u2060\ufeff', '\u2800', '\u3164'])(
  'takes %j for no text of a parameter',
  (blank) => {
    expect(parameterText(20).safeParse(blank).success).toBe(false)
  },
)
