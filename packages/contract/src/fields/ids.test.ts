import fc from 'fast-check'
import { expect, it } from 'vitest'
import { idPrefixes, isId } from './ids.ts'

it.each(['msg_01k9m3v5xq8r7t2w4y6z1a3b5c', 'msg_1'])('%s is an id of a message', (id) => {
  expect(isId('msg', id)).toBe(true)
})

it.each([
  'ses_01k9',
  'msg_',
  'msg_A',
  'msg_a b',
  'msg_a/b',
  '_msg_a',
  'msg_a\n',
  `msg_${'a'.repeat(65)}`,
  '',
  7,
  null,
  undefined,
])('%j is no id of a message', (id) => {
  expect(isId('msg', id)).toBe(false)
})

it('gives every kind of record a prefix of its own', () => {
  const prefixes = Object.values(idPrefixes)
  expect(new Set(prefixes).size).toBe(prefixes.length)
})

it.each(Object.values(idPrefixes))('knows the ids of %s, and of no other kind', (prefix) => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-z]{1,64}$/), (rest) => {
      const id = `${prefix}_${rest}`
      for (const other of Object.values(idPrefixes)) expect(isId(other, id)).toBe(other === prefix)
    }),
  )
})

it('knows no id with a letter that ids never have', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-z]{0,20}$/), fc.stringMatching(/^[^0-9a-z]$/), (rest, letter) => {
      expect(isId('msg', `msg_${rest}${letter}`)).toBe(false)
      expect(isId('msg', `msg_${letter}${rest}`)).toBe(false)
    }),
  )
})
