import { expect, it } from 'vitest'
import {
  truncate,
  toCamelCase,
  asObject,
  asDate,
  asArray,
  parseJson,
  asNonEmptyString,
} from './untrusted-json.ts'

it.each([
  [undefined, {}],
  [null, {}],
  ['text', {}],
  [[1], {}],
  [{ a: 1 }, { a: 1 }],
])('finds the members of %j', (value, fields) => {
  expect(asObject(value)).toEqual(fields)
})

it.each([
  [undefined, []],
  [null, []],
  ['one', ['one']],
  [
    [1, 2],
    [1, 2],
  ],
])('takes %j for a list', (value, list) => {
  expect(asArray(value)).toEqual(list)
})

it.each([
  ['text', 'text'],
  [12, '12'],
  ['', undefined],
  [{}, undefined],
  ['half \ud83d', 'half \ufffd'],
])('reads the text %j', (value, text) => {
  expect(asNonEmptyString(value)).toBe(text)
})

it('cuts a text between characters', () => {
  expect(truncate('ab👍', 3)).toBe('ab')
  expect(truncate('ab👍', 4)).toBe('ab👍')
})

it.each([
  ['1772366400', '2026-03-01T12:00:00.000Z'],
  [1772366400.9, '2026-03-01T12:00:00.000Z'],
  ['soon', undefined],
  ['999999999999999', undefined],
  [0, undefined],
])('reads the instant %j', (value, instant) => {
  expect(asDate(value)?.toISOString()).toBe(instant)
})

it('names members in our manner at every depth, and loses none', () => {
  expect(toCamelCase({ wa_id: 1, list: [{ inner_name: null, __proto: 2 }], plain: 'x_y' })).toEqual({
    waId: 1,
    list: [{ innerName: null, Proto: 2 }],
    plain: 'x_y',
  })
})

it('has no value for a text that is no JSON', () => {
  expect(parseJson('{')).toBeUndefined()
  expect(parseJson('[1]')).toEqual([1])
})
