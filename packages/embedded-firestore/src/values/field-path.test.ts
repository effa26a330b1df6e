import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatFieldPath, parseFieldPath, pickFields, valueAt, withValueAt } from './field-path.ts'
import type { Fields, Value } from '../protocol/messages.ts'

const one: Value = { integerValue: '1' }
const map = (fields: Fields): Value => ({ mapValue: { fields } })

it('reads back every path it writes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }), (path) => {
      expect(parseFieldPath(formatFieldPath(path))).toEqual(path)
    }),
  )
})

it.each(['', '.', 'a.', '.a', 'a..b', '`a'])('refuses %j', (text) => {
  expect(() => parseFieldPath(text)).toThrow(/no field path/)
})

it('sets, finds and removes what lies deep, and leaves the given fields alone', () => {
  const fields: Fields = { a: map({ b: one }) }
  const more = withValueAt(fields, ['a', 'c', 'd'], one)
  expect(valueAt(more, ['a', 'c', 'd'])).toEqual(one)
  expect(withValueAt(more, ['a', 'c'], undefined)).toEqual(fields)
  expect(fields).toEqual({ a: map({ b: one }) })
})

it('replaces a plain value that is in the way of a map, and removes nothing where there is nothing', () => {
  expect(withValueAt({ a: one }, ['a', 'b'], one)).toEqual({ a: map({ b: one }) })
  expect(withValueAt({ a: one }, ['a', 'b'], undefined)).toEqual({ a: one })
})

it('does not take what every object inherits for a field', () => {
  expect(valueAt({}, ['toString'])).toBeUndefined()
})

it('picks the named paths only', () => {
  expect(pickFields({ a: map({ b: one, c: one }), d: one }, [['a', 'b'], ['x']])).toEqual({
    a: map({ b: one }),
  })
})
