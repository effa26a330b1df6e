import { invalid } from '../protocol/status.ts'
import { compareValues, sameValue, typeRank } from '../values/compare-values.ts'
import { nameField, parseFieldPath } from '../values/field-path.ts'
import { fieldOf } from '../engine/sorted-index.ts'
import type { FieldPath } from '../values/field-path.ts'
import type { Filter, Value } from '../protocol/messages.ts'
import type { StoredDocument } from '../engine/document.ts'

/** One comparison of one field, as the query asks for it; unary filters read as comparisons with null or NaN. */
export interface Condition {
  readonly fieldPath: string
  readonly field: FieldPath
  readonly op: Operator
  readonly value: Value
}

/** A filter as a tree: conditions joined by and, or. */
export type FilterTree =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FilterTree[] }

type Test = (value: Value, operand: Value) => boolean

const isNull = (value: Value) => 'nullValue' in value
const listOf = (value: Value) => ('arrayValue' in value ? (value.arrayValue.values ?? []) : [])
const sameType = (test: (order: number) => boolean): Test => {
  return (value, operand) => typeRank(value) === typeRank(operand) && test(compareValues(value, operand))
}
const among = (value: Value, list: readonly Value[]) => list.some((one) => sameValue(one, value))

/**
 * What each operator accepts, given a value that exists
 * (https://firebase.google.com/docs/firestore/query-data/queries#query_operators).
 */
const tests = {
  EQUAL: sameValue,
  NOT_EQUAL: (value, operand) => !isNull(value) && !sameValue(value, operand),
  LESS_THAN: sameType((order) => order < 0),
  LESS_THAN_OR_EQUAL: sameType((order) => order <= 0),
  GREATER_THAN: sameType((order) => order > 0),
  GREATER_THAN_OR_EQUAL: sameType((order) => order >= 0),
  ARRAY_CONTAINS: (value, operand) => among(operand, listOf(value)),
  ARRAY_CONTAINS_ANY: (value, operand) => listOf(operand).some((wanted) => among(wanted, listOf(value))),
  IN: (value, operand) => among(value, listOf(operand)),
  NOT_IN: (value, operand) =>
    !isNull(value) && !listOf(operand).some(isNull) && !among(value, listOf(operand)),
} as const satisfies Record<string, Test>

export type Operator = keyof typeof tests

/** Range operators; they imply an order by their field. */
export const inequalities: ReadonlySet<Operator> = new Set<Operator>([
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'NOT_EQUAL',
  'NOT_IN',
])

const nullValue: Value = { nullValue: 'NULL_VALUE' }
const unary: Record<string, { op: Operator; value: Value }> = {
  IS_NULL: { op: 'EQUAL', value: nullValue },
  IS_NAN: { op: 'EQUAL', value: { doubleValue: NaN } },
  IS_NOT_NULL: { op: 'NOT_EQUAL', value: nullValue },
  IS_NOT_NAN: { op: 'NOT_EQUAL', value: { doubleValue: NaN } },
}

/** How many values a list operator takes at most. */
const listLimits: Partial<Record<Operator, number>> = { IN: 30, ARRAY_CONTAINS_ANY: 30, NOT_IN: 10 }

function checkList({ op, value }: Condition): void {
  const limit = listLimits[op]
  if (limit === undefined) return
  const length = 'arrayValue' in value ? listOf(value).length : 0
  if (length < 1 || length > limit)
    throw invalid(`${op} takes a list of 1 to ${limit} values, not ${length}.`)
}

function checkNameOperand({ fieldPath, op, value }: Condition): void {
  if (fieldPath !== nameField) return
  const operands = op in listLimits ? listOf(value) : [value]
  if (!operands.every((operand) => 'referenceValue' in operand))
    throw invalid('__name__ is compared with document references only.')
}

function isOperator(op: string | undefined): op is Operator {
  return op !== undefined && Object.hasOwn(tests, op)
}

function condition(fieldPath: string, op: string | undefined, value: Value | undefined): FilterTree {
  if (!isOperator(op) || !value) throw invalid(`The filter on "${fieldPath}" needs an operator and a value.`)
  const parsed: Condition = { fieldPath, field: parseFieldPath(fieldPath), op, value }
  checkList(parsed)
  checkNameOperand(parsed)
  return { kind: 'condition', condition: parsed }
}

/** Reads a filter of the protocol; throws INVALID_ARGUMENT for operators and operands that production refuses. */
export function parseFilter(filter: Filter): FilterTree {
  const { compositeFilter, fieldFilter, unaryFilter } = filter
  if (fieldFilter) return condition(fieldFilter.field?.fieldPath ?? '', fieldFilter.op, fieldFilter.value)
  if (unaryFilter) {
    const meaning = unary[unaryFilter.op ?? '']
    return condition(unaryFilter.field?.fieldPath ?? '', meaning?.op, meaning?.value)
  }
  if (!compositeFilter?.filters?.length)
    throw invalid('A filter must be composite, field or unary, and not empty.')
  return { kind: compositeFilter.op === 'OR' ? 'or' : 'and', parts: compositeFilter.filters.map(parseFilter) }
}

/** Turns a tree into a test of documents. */
export function compileFilter(tree: FilterTree): (document: StoredDocument) => boolean {
  if (tree.kind === 'condition') {
    const { field, op, value: operand } = tree.condition
    const test: Test = tests[op]
    return (document) => {
      const value = fieldOf(document, field)
      return value !== undefined && test(value, operand)
    }
  }
  const parts = tree.parts.map(compileFilter)
  if (tree.kind === 'and') return (document) => parts.every((part) => part(document))
  return (document) => parts.some((part) => part(document))
}

/** Every condition of a tree. */
export function conditionsOf(tree: FilterTree): Condition[] {
  return tree.kind === 'condition' ? [tree.condition] : tree.parts.flatMap(conditionsOf)
}

/** Conditions that every result must meet: those outside any `or`. */
export function requiredConditions(tree: FilterTree): Condition[] {
  if (tree.kind === 'condition') return [tree.condition]
  return tree.kind === 'and' ? tree.parts.flatMap(requiredConditions) : []
}
