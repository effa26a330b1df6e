import { expect, it } from 'vitest'
import { fromJson, toJson } from './json.ts'
import { statusName } from './status.ts'

/** A value in proto3 JSON and as the proto loader has it. */
const pairs: [string, unknown, unknown][] = [
  ['null', { nullValue: null }, { nullValue: 'NULL_VALUE' }],
  ['a boolean', { booleanValue: false }, { booleanValue: false }],
  ['an integer', { integerValue: '7' }, { integerValue: '7' }],
  ['the largest integer', { integerValue: '9223372036854775807' }, { integerValue: '9223372036854775807' }],
  ['a double', { doubleValue: 1.5 }, { doubleValue: 1.5 }],
  ['NaN', { doubleValue: 'NaN' }, { doubleValue: NaN }],
  ['infinity', { doubleValue: '-Infinity' }, { doubleValue: -Infinity }],
  ['negative zero', { doubleValue: '-0' }, { doubleValue: -0 }],
  ['a text', { stringValue: 'é' }, { stringValue: 'é' }],
  ['bytes', { bytesValue: 'AP8=' }, { bytesValue: Buffer.from([0, 255]) }],
  [
    'a time',
    { timestampValue: '2026-01-01T00:00:00.000001Z' },
    { timestampValue: { seconds: '1767225600', nanos: 1000 } },
  ],
  [
    'a point',
    { geoPointValue: { latitude: 1, longitude: -2 } },
    { geoPointValue: { latitude: 1, longitude: -2 } },
  ],
  [
    'a list',
    { arrayValue: { values: [{ nullValue: null }] } },
    { arrayValue: { values: [{ nullValue: 'NULL_VALUE' }] } },
  ],
  [
    'a map',
    { mapValue: { fields: { a: { integerValue: '1' } } } },
    { mapValue: { fields: { a: { integerValue: '1' } } } },
  ],
]

it.each(pairs)('reads and writes %s', (_, json, message) => {
  expect(fromJson('Value', json)).toEqual(message)
  expect(toJson('Value', message as object)).toEqual(json)
})

it('takes integers as numbers', () => {
  expect(fromJson('Value', { integerValue: 7 })).toEqual({ integerValue: '7' })
})

it('reads wrapped numbers and nested messages of a query', () => {
  const json = { limit: 5, where: { fieldFilter: { op: 'EQUAL', value: { nullValue: null } } }, offset: 2 }
  expect(fromJson('StructuredQuery', json)).toEqual({
    limit: { value: 5 },
    where: { fieldFilter: { op: 'EQUAL', value: { nullValue: 'NULL_VALUE' } } },
    offset: 2,
  })
})

it('takes null for a field that is not set', () => {
  expect(fromJson('Document', { name: null, fields: { a: { nullValue: null } } })).toEqual({
    fields: { a: { nullValue: 'NULL_VALUE' } },
  })
})

it.each([
  ['an unknown field', { stringvalue: 'x' }, 'Unknown name "stringvalue"'],
  ['a text that is no integer', { integerValue: '1.5' }, 'no 64-bit integer'],
  ['an integer beyond int64', { integerValue: '9223372036854775808' }, 'no 64-bit integer'],
  ['an integer of another type', { integerValue: true }, 'a number or a decimal text'],
  ['a double that is no number', { doubleValue: 'one' }, 'is no number'],
  ['bytes that are no text', { bytesValue: 5 }, 'base64'],
  ['a time that is none', { timestampValue: 'now' }, 'RFC 3339'],
  ['a list that is none', { arrayValue: { values: {} } }, '"values" must be a list'],
  ['a map that is none', { mapValue: { fields: [] } }, 'must be an object'],
])('refuses %s', (_, json, words) => {
  expect(() => fromJson('Value', json)).toThrow(words)
})

it('knows status codes by name and number', () => {
  expect([statusName('ABORTED'), statusName(10), statusName('14')]).toEqual([
    'ABORTED',
    'ABORTED',
    'UNAVAILABLE',
  ])
  expect(() => statusName('BROKEN')).toThrow('no gRPC status')
})
