import { expect, it } from 'vitest'
import { parseQuery } from './query.ts'
import { FirestoreError } from '../protocol/status.ts'
import type { Filter, Value } from '../protocol/messages.ts'

const one = { integerValue: '1' }
const many = (count: number): Value => ({ arrayValue: { values: Array<Value>(count).fill(one) } })
const where = (fieldPath: string, op: string, value: Value = one): Filter => ({
  fieldFilter: { field: { fieldPath }, op, value },
})
const all = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'AND', filters } })
const either = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'OR', filters } })
const ranges = (count: number) =>
  all(...Array.from({ length: count }, (_, i) => where(`f${i}`, 'GREATER_THAN')))
const parse = (filter: Filter) => parseQuery('', { from: [{ collectionId: 'c' }], where: filter })

it.each<[string, Filter]>([
  ['30 ways to match', all(where('a', 'IN', many(10)), where('b', 'IN', many(3)))],
  ['10 fields with ranges', ranges(10)],
  ['one membership in each way to match', either(where('a', 'ARRAY_CONTAINS'), where('b', 'ARRAY_CONTAINS'))],
  [
    'NOT_IN beside an equality and a range',
    all(where('a', 'NOT_IN', many(2)), where('b', 'EQUAL'), where('d', 'LESS_THAN')),
  ],
  ['two NOT_EQUAL', all(where('a', 'NOT_EQUAL'), where('b', 'NOT_EQUAL'))],
])('takes %s', (_, filter) => {
  expect(() => parse(filter)).not.toThrow()
})

it.each<[string, Filter, string]>([
  ['100 ways to match', all(where('a', 'IN', many(10)), where('b', 'IN', many(10))), '100 disjunctions'],
  ['31 ways to match', either(where('a', 'IN', many(30)), where('b', 'EQUAL')), '31 disjunctions'],
  ['11 fields with ranges', ranges(11), 'inequalities on 11 fields'],
  ['two memberships', all(where('a', 'ARRAY_CONTAINS'), where('b', 'ARRAY_CONTAINS')), 'per disjunction'],
  [
    'a membership and one of several',
    all(where('a', 'ARRAY_CONTAINS'), where('b', 'ARRAY_CONTAINS_ANY', many(2))),
    'per disjunction',
  ],
  ['NOT_IN with NOT_EQUAL', all(where('a', 'NOT_IN', many(2)), where('b', 'NOT_EQUAL')), 'NOT_IN cannot'],
  ['NOT_IN with IN', all(where('a', 'NOT_IN', many(2)), where('b', 'IN', many(2))), 'NOT_IN cannot'],
  ['two NOT_IN', all(where('a', 'NOT_IN', many(2)), where('b', 'NOT_IN', many(2))), 'NOT_IN cannot'],
  ['NOT_IN in an or', either(where('a', 'NOT_IN', many(2)), where('b', 'EQUAL')), 'NOT_IN cannot'],
])('refuses %s', (_, filter, words) => {
  expect(() => parse(filter)).toThrow(FirestoreError)
  expect(() => parse(filter)).toThrow(words)
})
