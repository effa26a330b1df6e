import { expect, it } from 'vitest'
import { shapeOf } from '../observation/query-shapes.ts'
import { parseQuery } from '../queries/query.ts'
import { createIndexSet } from './index-set.ts'
import { describeMissingIndex, missingIndex } from './missing-index.ts'
import type { IndexFile } from './index-set.ts'
import type { Filter, StructuredQuery, Value } from '../protocol/messages.ts'

const value: Value = { integerValue: '1' }
const where = (fieldPath: string, op = 'EQUAL'): Filter => ({
  fieldFilter: { field: { fieldPath }, op, value },
})
const among = (fieldPath: string): Filter => ({
  fieldFilter: { field: { fieldPath }, op: 'IN', value: { arrayValue: { values: [value] } } },
})
const all = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'AND', filters } })
const either = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'OR', filters } })
const by = (fieldPath: string, direction = 'ASCENDING') => ({ field: { fieldPath }, direction })
const down = (fieldPath: string) => by(fieldPath, 'DESCENDING')

/** `a+ b- tags*`: ascending, descending, array membership. */
const composite = (text: string, queryScope: 'COLLECTION' | 'COLLECTION_GROUP' = 'COLLECTION') => ({
  collectionGroup: 'c',
  queryScope,
  fields: text.split(' ').map((field) => {
    const fieldPath = field.slice(0, -1)
    if (field.endsWith('*')) return { fieldPath, arrayConfig: 'CONTAINS' as const }
    return { fieldPath, order: field.endsWith('+') ? ('ASCENDING' as const) : ('DESCENDING' as const) }
  }),
})
const exempt = (...fields: string[]): IndexFile => ({
  fieldOverrides: fields.map((fieldPath) => ({ collectionGroup: 'c', fieldPath, indexes: [] })),
})
const withIndexes = (...texts: string[]): IndexFile => ({ indexes: texts.map((text) => composite(text)) })

function missing(
  query: StructuredQuery,
  file: IndexFile = {},
  { group = false, aggregated = [] as string[] } = {},
) {
  const structured = { from: [{ collectionId: 'c', allDescendants: group }], ...query }
  const shape = shapeOf(parseQuery('', structured), aggregated)
  return shape && missingIndex(shape, createIndexSet(file))
}

const equalities = { where: all(where('a'), where('b')), orderBy: [down('d')] }

it.each<[string, StructuredQuery, IndexFile?]>([
  ['a collection as it is', {}],
  ['the order of names', { orderBy: [by('__name__')] }],
  ['one equality', { where: where('a') }],
  ['equalities, by merging', { where: all(where('a'), where('b'), among('d')) }],
  ['a member and an equality, by merging', { where: all(where('tags', 'ARRAY_CONTAINS'), where('a')) }],
  ['one range', { where: all(where('a', 'GREATER_THAN'), where('a', 'LESS_THAN')) }],
  ['one order, downwards', { orderBy: [down('a')] }],
  ['equality and names, downwards', { where: where('a'), orderBy: [down('__name__')] }],
  ['an order by a field with one value', { where: where('a'), orderBy: [down('a')] }],
  ['equality and order, by its index', { where: where('a'), orderBy: [down('b')] }, withIndexes('a+ b-')],
  ['equalities and order, by their index', equalities, withIndexes('b+ a+ d-')],
  ['equalities and order, by merging', equalities, withIndexes('a+ d-', 'b+ d-')],
  ['an index that names the name', { where: where('a'), orderBy: [by('b')] }, withIndexes('a+ b+ __name__+')],
  [
    'equalities on exempted fields, by their index',
    { where: all(where('a'), where('b')) },
    {
      ...exempt('a', 'b'),
      ...withIndexes('a+ b+'),
    },
  ],
  [
    'each way of an or',
    { where: either(where('a'), where('b')), orderBy: [by('d')] },
    withIndexes('a+ d+', 'b+ d+'),
  ],
  ['a field beside an exempted one', { where: where('b.d') }, exempt('a', 'b.e')],
])('serves %s', (_, query, file) => {
  expect(missing(query, file)).toBeUndefined()
})

it.each<[string, StructuredQuery, IndexFile, string]>([
  ['equality and order', { where: where('a'), orderBy: [down('b')] }, {}, 'a+ b-'],
  ['the other direction', { where: where('a'), orderBy: [down('b')] }, withIndexes('a+ b+'), 'a+ b-'],
  ['an index of fewer fields', equalities, withIndexes('a+ d-'), 'a+ b+ d-'],
  ['an index of more fields', { where: where('a'), orderBy: [by('d')] }, withIndexes('a+ b+ d+'), 'a+ d+'],
  ['two orders', { orderBy: [by('a'), down('b')] }, {}, 'a+ b-'],
  ['two ranges', { where: all(where('b', 'LESS_THAN'), where('a', 'LESS_THAN')) }, {}, 'a+ b+'],
  ['a member and an order', { where: where('tags', 'ARRAY_CONTAINS'), orderBy: [by('b')] }, {}, 'tags* b+'],
  [
    'one way of an or',
    { where: either(where('a'), where('b')), orderBy: [by('d')] },
    withIndexes('a+ d+'),
    'b+ d+',
  ],
  ['names downwards', { orderBy: [down('__name__')] }, {}, '__name__-'],
  ['equality on an exempted field', { where: all(where('b'), where('a')) }, exempt('a'), 'a+'],
  ['a field in an exempted map', { where: where('a.b.d') }, exempt('a'), 'a.b.d+'],
  ['every field exempted', { where: where('a') }, exempt('*'), 'a+'],
  ['a member of an exempted array', { where: where('tags', 'ARRAY_CONTAINS') }, exempt('tags'), 'tags*'],
  ['an order by an exempted field', { orderBy: [down('a')] }, exempt('a'), 'a-'],
  [
    'an index of the wider scope',
    { where: where('a'), orderBy: [down('b')] },
    {
      indexes: [composite('a+ b-', 'COLLECTION_GROUP')],
    },
    'a+ b-',
  ],
])('refuses %s', (_, query, file, needed) => {
  expect(missing(query, file)).toEqual(composite(needed))
})

it('serves a sum by an index of the summed field', () => {
  const query = { where: where('a') }
  expect(missing(query, {}, { aggregated: ['n'] })).toEqual(composite('a+ n+'))
  expect(missing(query, withIndexes('a+ n+'), { aggregated: ['n'] })).toBeUndefined()
  expect(missing({}, {}, { aggregated: ['n'] })).toBeUndefined()
})

it('serves a collection group by indexes of its scope only', () => {
  const group = { group: true }
  const override = (indexes: NonNullable<IndexFile['fieldOverrides']>[number]['indexes']): IndexFile => ({
    fieldOverrides: [{ collectionGroup: 'c', fieldPath: 'a', indexes }],
  })
  expect(missing({}, {}, group)).toBeUndefined()
  expect(missing({ where: where('a') }, {}, group)).toEqual(composite('a+', 'COLLECTION_GROUP'))
  expect(
    missing({ where: where('a') }, override([{ order: 'ASCENDING', queryScope: 'COLLECTION_GROUP' }]), group),
  ).toBeUndefined()
  expect(missing(equalities, withIndexes('a+ b+ d-'), group)).toEqual(
    composite('a+ b+ d-', 'COLLECTION_GROUP'),
  )
})

it('says what to add to the file', () => {
  expect(describeMissingIndex(composite('a+ b-'))).toBe(
    'The query requires an index. Add it to "indexes" of firestore.indexes.json: ' +
      '{"collectionGroup":"c","queryScope":"COLLECTION","fields":' +
      '[{"fieldPath":"a","order":"ASCENDING"},{"fieldPath":"b","order":"DESCENDING"}]}',
  )
  expect(describeMissingIndex(composite('tags*', 'COLLECTION_GROUP'))).toBe(
    'The query requires an index. Add it to "fieldOverrides" of firestore.indexes.json, for the field tags of c: ' +
      '{"arrayConfig":"CONTAINS","queryScope":"COLLECTION_GROUP"}',
  )
})
