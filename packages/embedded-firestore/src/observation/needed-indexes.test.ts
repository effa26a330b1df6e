import { expect, it } from 'vitest'
import { parseQuery } from '../queries/query.ts'
import { neededIndexes } from './needed-indexes.ts'
import { shapeOf } from './query-shapes.ts'
import type { Filter, StructuredQuery, Value } from '../protocol/messages.ts'

const value: Value = { integerValue: '1' }
const where = (fieldPath: string, op: string): Filter => ({
  fieldFilter: { field: { fieldPath }, op, value },
})
const among = (fieldPath: string, op: string): Filter => ({
  fieldFilter: { field: { fieldPath }, op, value: { arrayValue: { values: [value] } } },
})
const all = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'AND', filters } })
const either = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'OR', filters } })
const by = (fieldPath: string, direction = 'ASCENDING') => ({ field: { fieldPath }, direction })

function needed(query: StructuredQuery, { group = false, aggregated = [] as string[] } = {}) {
  const shape = shapeOf(
    parseQuery('', { from: [{ collectionId: 'c', allDescendants: group }], ...query }),
    aggregated,
  )
  return neededIndexes(shape ? [shape] : [])
}

const fieldsOf = (query: StructuredQuery, options = {}) =>
  needed(query, options).indexes.map(({ fields }) =>
    fields
      .map((field) => `${field.fieldPath} ${'order' in field ? field.order : field.arrayConfig}`)
      .join(', '),
  )

it.each<[string, StructuredQuery]>([
  ['a collection as it is', {}],
  ['equalities alone', { where: all(where('a', 'EQUAL'), where('b', 'EQUAL'), among('d', 'IN')) }],
  ['an array member and equalities', { where: all(where('tags', 'ARRAY_CONTAINS'), where('a', 'EQUAL')) }],
  ['one range', { where: all(where('a', 'GREATER_THAN'), where('a', 'LESS_THAN')) }],
  ['one order', { orderBy: [by('a', 'DESCENDING')] }],
  ['a range ordered by itself', { where: where('a', 'LESS_THAN'), orderBy: [by('a', 'DESCENDING')] }],
  [
    'one order and then the name the same way',
    { orderBy: [by('a', 'DESCENDING'), by('__name__', 'DESCENDING')] },
  ],
  ['equality and a range of names', { where: all(where('a', 'EQUAL')), orderBy: [by('__name__')] }],
])('needs no composite index for %s', (_, query) => {
  expect(fieldsOf(query)).toEqual([])
})

it.each<[string, StructuredQuery, string[]]>([
  [
    'equality and order',
    { where: where('a', 'EQUAL'), orderBy: [by('b', 'DESCENDING')] },
    ['a ASCENDING, b DESCENDING'],
  ],
  [
    'equality and range',
    { where: all(where('b', 'LESS_THAN'), where('a', 'EQUAL')) },
    ['a ASCENDING, b ASCENDING'],
  ],
  ['two orders', { orderBy: [by('a'), by('b', 'DESCENDING')] }, ['a ASCENDING, b DESCENDING']],
  [
    'an array member and order',
    { where: where('tags', 'ARRAY_CONTAINS'), orderBy: [by('b')] },
    ['tags CONTAINS, b ASCENDING'],
  ],
  [
    'two ranges',
    { where: all(where('b', 'LESS_THAN'), where('a', 'NOT_EQUAL')) },
    ['a ASCENDING, b ASCENDING'],
  ],
  [
    'order against the name',
    { orderBy: [by('a'), by('__name__', 'DESCENDING')] },
    ['a ASCENDING, __name__ DESCENDING'],
  ],
  [
    'each way of an or',
    { where: either(where('a', 'EQUAL'), where('b', 'EQUAL')), orderBy: [by('d')] },
    ['a ASCENDING, d ASCENDING', 'b ASCENDING, d ASCENDING'],
  ],
])('needs one for %s', (_, query, fields) => {
  expect(fieldsOf(query)).toEqual(fields)
})

it('needs one to sum a field of what equality selects', () => {
  expect(fieldsOf({ where: where('a', 'EQUAL') }, { aggregated: ['n'] })).toEqual([
    'a ASCENDING, n ASCENDING',
  ])
  expect(fieldsOf({}, { aggregated: ['n'] })).toEqual([])
})

it('needs single-field indexes over a collection group, which are not made by themselves', () => {
  expect(needed({ where: where('a', 'EQUAL') }, { group: true })).toEqual({
    indexes: [],
    fieldOverrides: [
      {
        collectionGroup: 'c',
        fieldPath: 'a',
        queryScope: 'COLLECTION_GROUP',
        index: { fieldPath: 'a', order: 'ASCENDING' },
      },
    ],
  })
  const both = needed({ where: where('a', 'EQUAL'), orderBy: [by('b')] }, { group: true })
  expect(both.indexes).toMatchObject([{ queryScope: 'COLLECTION_GROUP' }])
  expect(both.fieldOverrides).toEqual([])
})
