import { expect, it } from 'vitest'
import { aggregate } from '../src/queries/aggregate.ts'
import { parseQuery } from '../src/queries/query.ts'
import { viewNow } from '../src/engine/history.ts'
import { runQuery } from '../src/queries/run-query.ts'
import { bool, double, engineRig, int, list, map, nothing, statusOf, text } from './support/engine-rig.ts'
import type { Aggregation, Cursor, Fields, Filter, StructuredQuery, Value } from '../src/protocol/messages.ts'

const where = (fieldPath: string, op: string, value: Value): Filter => ({
  fieldFilter: { field: { fieldPath }, op, value },
})
const unary = (fieldPath: string, op: string): Filter => ({ unaryFilter: { field: { fieldPath }, op } })
const both = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'AND', filters } })
const either = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'OR', filters } })
const by = (fieldPath: string, direction = 'ASCENDING') => ({ field: { fieldPath }, direction })

/** One value per document, ids in the order of the values. */
const values: Record<string, Fields> = {
  a_null: { v: nothing },
  b_false: { v: bool(false) },
  c_nan: { v: double(NaN) },
  d_one: { v: int(1) },
  e_two: { v: double(2) },
  f_text: { v: text('two') },
  g_list: { v: list(int(1), int(2)) },
  h_map: { v: map({ x: int(1) }) },
  i_missing: {},
}
const withValues = () => {
  const rig = engineRig()
  rig.fill(values)
  return rig
}

it.each<[string, Filter, string[]]>([
  ['equality with a number', where('v', 'EQUAL', int(2)), ['e_two']],
  ['equality of integer and double', where('v', 'EQUAL', double(1)), ['d_one']],
  ['equality with a list', where('v', 'EQUAL', list(int(1), int(2))), ['g_list']],
  ['equality with a list in another order', where('v', 'EQUAL', list(int(2), int(1))), []],
  ['equality with a map', where('v', 'EQUAL', map({ x: int(1) })), ['h_map']],
  ['equality within a map', where('v.x', 'EQUAL', int(1)), ['h_map']],
  ['equality with null', where('v', 'EQUAL', nothing), ['a_null']],
  ['null', unary('v', 'IS_NULL'), ['a_null']],
  ['NaN', unary('v', 'IS_NAN'), ['c_nan']],
  [
    'not null',
    unary('v', 'IS_NOT_NULL'),
    ['b_false', 'c_nan', 'd_one', 'e_two', 'f_text', 'g_list', 'h_map'],
  ],
  ['not NaN', unary('v', 'IS_NOT_NAN'), ['b_false', 'd_one', 'e_two', 'f_text', 'g_list', 'h_map']],
  [
    'inequality leaves out null and missing',
    where('v', 'NOT_EQUAL', int(1)),
    ['b_false', 'c_nan', 'e_two', 'f_text', 'g_list', 'h_map'],
  ],
  ['less, numbers only', where('v', 'LESS_THAN', int(2)), ['c_nan', 'd_one']],
  ['at most', where('v', 'LESS_THAN_OR_EQUAL', int(2)), ['c_nan', 'd_one', 'e_two']],
  ['greater, numbers only', where('v', 'GREATER_THAN', int(1)), ['e_two']],
  ['at least', where('v', 'GREATER_THAN_OR_EQUAL', int(1)), ['d_one', 'e_two']],
  ['greater, text only', where('v', 'GREATER_THAN', text('')), ['f_text']],
  ['in', where('v', 'IN', list(int(1), text('two'), text('x'))), ['d_one', 'f_text']],
  ['in with a list as element', where('v', 'IN', list(nothing, bool(false))), ['a_null', 'b_false']],
  [
    'not in leaves out null and missing',
    where('v', 'NOT_IN', list(int(1), int(2))),
    ['b_false', 'c_nan', 'f_text', 'g_list', 'h_map'],
  ],
  ['not in with null finds nothing', where('v', 'NOT_IN', list(int(1), nothing)), []],
  ['array-contains', where('v', 'ARRAY_CONTAINS', int(2)), ['g_list']],
  ['array-contains of a scalar field', where('v', 'ARRAY_CONTAINS', text('two')), []],
  ['array-contains-any', where('v', 'ARRAY_CONTAINS_ANY', list(int(9), int(1))), ['g_list']],
  ['and', both(where('v', 'GREATER_THAN', int(0)), where('v', 'LESS_THAN', int(2))), ['d_one']],
  ['or', either(where('v', 'EQUAL', int(1)), unary('v', 'IS_NULL')), ['a_null', 'd_one']],
  [
    'or within and',
    both(
      where('v', 'GREATER_THAN', int(0)),
      either(where('v', 'EQUAL', int(2)), where('v', 'EQUAL', text('two'))),
    ),
    ['e_two'],
  ],
  ['a field that no document has', where('w', 'EQUAL', int(1)), []],
])('filters by %s', (_, filter, expected) => {
  expect(withValues().ids({ where: filter })).toEqual(expected)
})

it('orders values by type and leaves out documents without the field', () => {
  const sorted = Object.keys(values).filter((id) => id !== 'i_missing')
  expect(withValues().ids({ orderBy: [by('v')] })).toEqual(sorted)
  expect(withValues().ids({ orderBy: [by('v', 'DESCENDING')] })).toEqual(sorted.toReversed())
})

it('orders by the document id without an explicit order', () => {
  const { fill, ids } = engineRig()
  fill({ b: {}, a: {}, B: {}, '10': {}, '9': {} })
  expect(ids({})).toEqual(['10', '9', 'B', 'a', 'b'])
})

it('orders by a range field that is not named, and equal values by id in the direction of the last order', () => {
  const { fill, ids } = engineRig()
  fill({ a: { n: int(2), k: int(1) }, b: { n: int(1), k: int(1) }, c: { n: int(2), k: int(2) } })
  expect(ids({ where: where('n', 'GREATER_THAN', int(0)) })).toEqual(['b', 'a', 'c'])
  expect(ids({ orderBy: [by('n', 'DESCENDING')] })).toEqual(['c', 'a', 'b'])
  expect(ids({ orderBy: [by('n', 'DESCENDING'), by('k')] })).toEqual(['a', 'c', 'b'])
})

const numbered = () => {
  const rig = engineRig()
  rig.fill(
    Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [`d${n}`, { n: int(n), half: int(Math.floor(n / 2)) }]),
    ),
  )
  return rig
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `d${from + i}`)
const at = (...numbers: number[]) => numbers.map(int)
const name = (id: string): Value => ({
  referenceValue: `projects/demo-e/databases/(default)/documents/c/${id}`,
})

it.each<[string, StructuredQuery, string[]]>([
  ['start at', { startAt: { values: at(7), before: true } }, range(7, 9)],
  ['start after', { startAt: { values: at(7), before: false } }, range(8, 9)],
  ['end at', { endAt: { values: at(2), before: false } }, range(0, 2)],
  ['end before', { endAt: { values: at(2), before: true } }, range(0, 1)],
  [
    'a stretch',
    { startAt: { values: at(3), before: true }, endAt: { values: at(5), before: false } },
    range(3, 5),
  ],
  [
    'an empty stretch',
    { startAt: { values: at(5), before: false }, endAt: { values: at(5), before: false } },
    [],
  ],
  ['a value between two', { startAt: { values: [double(6.5)], before: true } }, range(7, 9)],
  ['a cursor with limit', { startAt: { values: at(2), before: true }, limit: { value: 2 } }, range(2, 3)],
  ['offset', { offset: 8 }, range(8, 9)],
  ['offset and limit', { offset: 2, limit: { value: 3 } }, range(2, 4)],
  ['an offset past the end', { offset: 11 }, []],
  ['a limit above the size', { limit: { value: 99 } }, range(0, 9)],
])('pages by %s', (_, query, expected) => {
  expect(numbered().ids({ orderBy: [by('n')], ...query })).toEqual(expected)
})

it.each<[string, Cursor, string[]]>([
  ['the first field alone', { values: at(3), before: true }, ['d6', 'd7', 'd8', 'd9']],
  ['both fields', { values: at(3, 7), before: true }, ['d7', 'd8', 'd9']],
  ['both fields, after', { values: at(3, 7), before: false }, ['d8', 'd9']],
  ['fields and name', { values: [...at(3, 7), name('d7')], before: false }, ['d8', 'd9']],
])('starts at a cursor of %s', (_, startAt, expected) => {
  expect(numbered().ids({ orderBy: [by('half'), by('n')], startAt })).toEqual(expected)
})

it('follows the direction of the order at a cursor', () => {
  const query = { orderBy: [by('n', 'DESCENDING')], startAt: { values: at(2), before: true } }
  expect(numbered().ids(query)).toEqual(['d2', 'd1', 'd0'])
})

it('compares names with references', () => {
  const { ids } = numbered()
  expect(ids({ where: where('__name__', 'GREATER_THAN_OR_EQUAL', name('d8')) })).toEqual(range(8, 9))
  expect(ids({ where: where('__name__', 'IN', list(name('d1'), name('d5'))) })).toEqual(['d1', 'd5'])
  expect(statusOf(() => ids({ where: where('__name__', 'EQUAL', text('d1')) }))).toBe('INVALID_ARGUMENT')
})

it.each<[string, StructuredQuery]>([
  ['an empty composite filter', { where: both() }],
  ['an unknown operator', { where: where('a', 'LIKE', int(1)) }],
  ['an empty list', { where: where('a', 'IN', list()) }],
  ['a list of 31 values', { where: where('a', 'IN', list(...at(...Array(31).keys()))) }],
  ['a list of 11 excluded values', { where: where('a', 'NOT_IN', list(...at(...Array(11).keys()))) }],
  ['an operand that is no list', { where: where('a', 'ARRAY_CONTAINS_ANY', int(1)) }],
  ['a malformed field path', { where: where('a..b', 'EQUAL', int(1)) }],
  ['a negative offset', { offset: -1 }],
  ['a negative limit', { limit: { value: -1 } }],
  ['more cursor values than orders', { orderBy: [by('a')], startAt: { values: at(1, 2, 3) } }],
  ['two collections', { from: [{ collectionId: 'c' }, { collectionId: 'd' }] }],
])('refuses %s', (_, query) => {
  expect(statusOf(() => engineRig().ids(query))).toBe('INVALID_ARGUMENT')
})

it('looks into one collection, or into every collection of that name', () => {
  const { commit, set, database, ids } = engineRig()
  commit(set('c/a', {}), set('c/a/c/b', {}), set('d/x/c/y', {}), set('d/x/cc/z', {}))
  expect(ids({})).toEqual(['a'])
  expect(ids({ from: [{ collectionId: 'c', allDescendants: true }] })).toEqual(['a', 'b', 'y'])
  const below = parseQuery('d/x', { from: [{ collectionId: 'c', allDescendants: true }] })
  expect(runQuery(viewNow(database), below).map(({ path }) => path)).toEqual(['d/x/c/y'])
})

it('sees writes at once, also through an index that was built before', () => {
  const { fill, commit, set, remove, ids } = engineRig()
  fill(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, { n: int(i), p: int(i % 7) }])))
  const query = { where: both(where('p', 'EQUAL', int(3)), where('n', 'GREATER_THAN', int(280))) }
  expect(ids(query)).toEqual(['k283', 'k290', 'k297'])
  commit(set('c/k1', { n: int(999), p: int(3) }), remove('c/k290'), set('c/k283', { n: int(283), p: int(4) }))
  expect(ids(query)).toEqual(['k297', 'k1'])
})

const count: Aggregation = { alias: 'count', count: {} }
const sum: Aggregation = { alias: 'sum', sum: { field: { fieldPath: 'n' } } }
const average: Aggregation = { alias: 'average', avg: { field: { fieldPath: 'n' } } }

it.each<[string, Fields[], { count: Value; sum: Value; average: Value }]>([
  ['nothing', [], { count: int(0), sum: int(0), average: nothing }],
  ['integers', [{ n: int(1) }, { n: int(2) }], { count: int(2), sum: int(3), average: double(1.5) }],
  [
    'integers and doubles',
    [{ n: int(1) }, { n: double(0.5) }],
    { count: int(2), sum: double(1.5), average: double(0.75) },
  ],
  [
    'numbers among others',
    [{ n: int(4) }, { n: text('x') }, {}],
    { count: int(3), sum: int(4), average: double(4) },
  ],
  ['NaN', [{ n: int(4) }, { n: double(NaN) }], { count: int(2), sum: double(NaN), average: double(NaN) }],
  [
    'a sum beyond int64',
    [{ n: int('9223372036854775807') }, { n: int(1) }],
    { count: int(2), sum: double(2 ** 63), average: double(2 ** 62) },
  ],
])('aggregates %s', (_, documents, expected) => {
  const { fill, database } = engineRig()
  fill(Object.fromEntries(documents.map((fields, i) => [String(i), fields])))
  const results = runQuery(viewNow(database), parseQuery('', { from: [{ collectionId: 'c' }] }))
  expect(aggregate(results, [count, sum, average])).toEqual(expected)
})

it('stops counting at upTo, and names aggregations without an alias', () => {
  const { database } = numbered()
  const results = runQuery(viewNow(database), parseQuery('', { from: [{ collectionId: 'c' }] }))
  expect(aggregate(results, [{ count: { upTo: { value: '4' } } }, { count: {} }])).toEqual({
    field_1: int(4),
    field_2: int(10),
  })
})

it('refuses aggregations of no kind, none, and more than five', () => {
  expect(statusOf(() => aggregate([], [{ alias: 'x' }]))).toBe('INVALID_ARGUMENT')
  expect(statusOf(() => aggregate([], []))).toBe('INVALID_ARGUMENT')
  expect(statusOf(() => aggregate([], Array(6).fill(count) as Aggregation[]))).toBe('INVALID_ARGUMENT')
})
