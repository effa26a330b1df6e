import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJsonHash } from './canonical-json-hash.ts'
import { derivedId } from './ids.ts'
import { once } from './once.ts'

it('is the SHA-256 of the JSON with its fields in order', () => {
  const expected = createHash('sha256').update('{"a":[2,1],"b":{"c":null,"d":"é"}}').digest('hex')
  expect(canonicalJsonHash({ b: { d: 'é', c: null }, a: [2, 1] })).toBe(expected)
})

it('treats requests with the same fields in another order as the same request', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
      const reversed = Object.fromEntries(Object.entries(fields).toReversed())
      expect(canonicalJsonHash({ outer: [reversed] })).toBe(canonicalJsonHash({ outer: [fields] }))
    }),
  )
})

it.each<[string, unknown, unknown]>([
  ['another order of a list', [1, 2], [2, 1]],
  ['a number and its text', { a: 1 }, { a: '1' }],
  ['null and nothing', { a: null }, {}],
  ['a list and an object', [], {}],
  ['another depth', { a: { b: 1 } }, { a: {}, b: 1 }],
])('tells requests apart by %s', (_name, one, other) => {
  expect(canonicalJsonHash(one)).not.toBe(canonicalJsonHash(other))
})

it('derives the same id from the same words, and another from words split in another place', () => {
  expect(derivedId('tpl', 'a', 'bc')).toBe(derivedId('tpl', 'a', 'bc'))
  expect(derivedId('tpl', 'a', 'bc')).not.toBe(derivedId('tpl', 'ab', 'c'))
  expect(derivedId('tpl', 'a', 'b')).not.toBe(derivedId('tpl', 'b', 'a'))
  expect(derivedId('tpl', 'a')).toMatch(/^tpl_[0-9a-hjkmnp-tv-z]{26}$/)
})

it('creates a value once for all that ask, and again after a failure', async () => {
  const outcomes = [
    () => Promise.reject(new Error('offline')),
    () => Promise.resolve(1),
    () => Promise.resolve(2),
  ]
  let calls = 0
  const get = once(() => outcomes[calls++]?.() ?? Promise.resolve(0))
  await expect(Promise.all([get(), get()])).rejects.toThrow('offline')
  expect(calls).toBe(1)
  expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1])
  expect(calls).toBe(2)
})
