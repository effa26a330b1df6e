import { compareNumbers, isNumber } from './number-order.ts'
import type { NumberValue } from './number-order.ts'
import { comparePaths, compareText } from './text-order.ts'
import { compareTimestamps } from './timestamp.ts'
import type { Fields, Value } from '../protocol/messages.ts'

/** Whether a map is a vector: `__type__` is `__vector__`. */
const isVector = (fields: Fields | undefined) => {
  const type = fields && Object.hasOwn(fields, '__type__') ? fields['__type__'] : undefined
  return type !== undefined && 'stringValue' in type && type.stringValue === '__vector__'
}

/**
 * The place of a value's type in Firestore's order of types
 * (https://firebase.google.com/docs/firestore/manage-data/data-types#value_type_ordering).
 */
export function typeRank(value: Value): number {
  if ('stringValue' in value) return 4
  if (isNumber(value)) return 2
  if ('timestampValue' in value) return 3
  if ('booleanValue' in value) return 1
  if ('nullValue' in value) return 0
  if ('mapValue' in value) return isVector(value.mapValue.fields) ? 9 : 10
  if ('arrayValue' in value) return 8
  if ('referenceValue' in value) return 6
  if ('bytesValue' in value) return 5
  return 7
}

function compareArrays(a: Value[], b: Value[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i]
    if (!right) return 1
    const order = compareValues(left, right)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareMaps(a: Fields, b: Fields): number {
  const rightKeys = Object.keys(b).sort(compareText)
  for (const [i, key] of Object.keys(a).sort(compareText).entries()) {
    const rightKey = rightKeys[i]
    if (rightKey === undefined) return 1
    const order = compareText(key, rightKey) || compareValues(a[key] as Value, b[rightKey] as Value)
    if (order !== 0) return order
  }
  return Object.keys(a).length - rightKeys.length
}

const vectorElements = (fields: Fields) => {
  const value = fields['value']
  return value && 'arrayValue' in value ? (value.arrayValue.values ?? []) : []
}

/** Shorter vectors come first, independent of their elements. */
function compareVectors(a: Fields, b: Fields): number {
  const [left, right] = [vectorElements(a), vectorElements(b)]
  return left.length - right.length || compareArrays(left, right)
}

type Of<Key extends string> = Extract<Value, Record<Key, unknown>>

/** By type rank: how two values of that type are ordered. */
const within: ((a: Value, b: Value) => number)[] = [
  () => 0,
  (a, b) => Number((a as Of<'booleanValue'>).booleanValue) - Number((b as Of<'booleanValue'>).booleanValue),
  (a, b) => compareNumbers(a as NumberValue, b as NumberValue),
  (a, b) =>
    compareTimestamps((a as Of<'timestampValue'>).timestampValue, (b as Of<'timestampValue'>).timestampValue),
  (a, b) => compareText((a as Of<'stringValue'>).stringValue, (b as Of<'stringValue'>).stringValue),
  (a, b) => Buffer.compare((a as Of<'bytesValue'>).bytesValue, (b as Of<'bytesValue'>).bytesValue),
  (a, b) =>
    comparePaths((a as Of<'referenceValue'>).referenceValue, (b as Of<'referenceValue'>).referenceValue),
  (a, b) => {
    const [left, right] = [(a as Of<'geoPointValue'>).geoPointValue, (b as Of<'geoPointValue'>).geoPointValue]
    return (left.latitude ?? 0) - (right.latitude ?? 0) || (left.longitude ?? 0) - (right.longitude ?? 0)
  },
  (a, b) =>
    compareArrays(
      (a as Of<'arrayValue'>).arrayValue.values ?? [],
      (b as Of<'arrayValue'>).arrayValue.values ?? [],
    ),
  (a, b) =>
    compareVectors((a as Of<'mapValue'>).mapValue.fields ?? {}, (b as Of<'mapValue'>).mapValue.fields ?? {}),
  (a, b) =>
    compareMaps((a as Of<'mapValue'>).mapValue.fields ?? {}, (b as Of<'mapValue'>).mapValue.fields ?? {}),
]

/** Orders any two values as Firestore's indexes do: by type, then within the type. Negative: a comes first. */
export function compareValues(a: Value, b: Value): number {
  const rank = typeRank(a)
  return rank - typeRank(b) || (within[rank]?.(a, b) ?? 0)
}

/** Equality as filters and array transforms see it: 3 equals 3.0, NaN equals NaN. */
export const sameValue = (a: Value, b: Value) => compareValues(a, b) === 0

/** The numbers of a vector value, or undefined when the value is none. */
export function vectorOf(value: Value | undefined): number[] | undefined {
  if (!value || !('mapValue' in value) || !isVector(value.mapValue.fields)) return undefined
  return vectorElements(value.mapValue.fields ?? {}).map((element) =>
    isNumber(element) ? Number('integerValue' in element ? element.integerValue : element.doubleValue) : NaN,
  )
}
