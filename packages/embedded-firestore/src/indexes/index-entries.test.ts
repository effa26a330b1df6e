import { expect, it } from 'vitest'
import { createIndexSet } from './index-set.ts'
import { checkIndexEntries, indexEntriesOf } from './index-entries.ts'
import type { IndexFile } from './index-set.ts'
import type { Fields, Value } from '../protocol/messages.ts'

const text = (stringValue: string): Value => ({ stringValue })
const list = (...values: Value[]): Value => ({ arrayValue: { values } })
const map = (fields: Fields): Value => ({ mapValue: { fields } })
const repeated = (count: number, value: Value) => list(...Array<Value>(count).fill(value))

const document = (fields: Fields) => ({ path: 'c/1', collection: 'c', fields })
const entries = (fields: Fields, file: IndexFile = {}) =>
  indexEntriesOf(document(fields), createIndexSet(file)).count
const exempt = (fieldPath: string): IndexFile => ({
  fieldOverrides: [{ collectionGroup: 'c', fieldPath, indexes: [] }],
})
const composite = (...fields: NonNullable<IndexFile['indexes']>[number]['fields']): IndexFile => ({
  indexes: [{ collectionGroup: 'c', queryScope: 'COLLECTION', fields }],
})

it.each<[string, number, Fields, IndexFile?]>([
  ['two of a value', 2, { a: text('x') }],
  ['two of each value in a map', 4, { m: map({ a: text('x'), n: map({ b: text('y') }) }) }],
  ['one of each array member', 3, { tags: list(text('x'), text('y'), text('z')) }],
  ['none of an exempted field', 0, { a: text('x') }, exempt('a')],
  ['none in an exempted map', 0, { m: map({ a: text('x') }) }, exempt('m')],
  [
    'one of a composite index',
    5,
    { a: text('x'), b: text('y') },
    composite({ fieldPath: 'a', order: 'ASCENDING' }, { fieldPath: 'b', order: 'DESCENDING' }),
  ],
  [
    'none of a composite index on a field it lacks',
    2,
    { a: text('x') },
    composite({ fieldPath: 'a', order: 'ASCENDING' }, { fieldPath: 'b', order: 'DESCENDING' }),
  ],
  [
    'one of a composite index for each array member',
    6,
    { tags: list(text('x'), text('y')), a: text('x') },
    composite({ fieldPath: 'tags', arrayConfig: 'CONTAINS' }, { fieldPath: 'a', order: 'ASCENDING' }),
  ],
])('counts %s', (_, count, fields, file) => {
  expect(entries(fields, file)).toBe(count)
})

it('refuses more than 40,000 entries', () => {
  const check = (count: number, file: IndexFile = {}) =>
    checkIndexEntries(document({ a: repeated(count, { nullValue: 'NULL_VALUE' }) }), createIndexSet(file))
  expect(() => check(40_000)).not.toThrow()
  expect(() => check(40_001)).toThrow('too many index entries for entity /c/1: 40001')
  expect(() => check(40_001, exempt('a'))).not.toThrow()
})

it('refuses entries of more than 8 MiB, each value counted to 1,500 bytes', () => {
  const check = (count: number, length: number) =>
    checkIndexEntries(document({ a: repeated(count, text('x'.repeat(length))) }), createIndexSet({}))
  // 1,500 bytes of value, 2 of the field's name, twice 20 of the document's, 32 beside it.
  const most = Math.floor((8 * 1_048_576) / (1500 + 2 + 40 + 32 + 4))
  expect(() => check(most - 20, 5000)).not.toThrow()
  expect(() => check(most + 20, 5000)).toThrow(/index entries of \/c\/1 take \d+ bytes/)
})
