import { invalid } from '../protocol/status.ts'
import { increment, maximum, minimum, numericOperand } from '../values/arithmetic.ts'
import { sameValue } from '../values/compare-values.ts'
import { parseFieldPath, valueAt, withValueAt } from '../values/field-path.ts'
import { storedValue } from '../values/stored-value.ts'
import { fromMicros } from '../values/timestamp.ts'
import type { Micros } from '../values/timestamp.ts'
import type { Fields, FieldTransform, Value } from '../protocol/messages.ts'

const nothing: Value = { nullValue: 'NULL_VALUE' }
const elementsOf = (value: Value | undefined) =>
  value && 'arrayValue' in value ? (value.arrayValue.values ?? []) : []
const checkedElements = (values: Value[] | undefined) =>
  elementsOf(storedValue({ arrayValue: { values: values ?? [] } }))
const without = (elements: Value[], unwanted: Value[]) =>
  elements.filter((element) => !unwanted.some((other) => sameValue(element, other)))

function union(old: Value[], added: Value[]): Value[] {
  const result = [...old]
  for (const value of added) if (!result.some((other) => sameValue(other, value))) result.push(value)
  return result
}

/** The new value and the transform result (null for array transforms, as in production). */
interface TransformResult {
  value: Value
  result: Value
}
const withResult = (value: Value): TransformResult => ({ value, result: value })
const withoutResult = (values: Value[]): TransformResult => ({
  value: { arrayValue: { values } },
  result: nothing,
})

function transformed(old: Value | undefined, transform: FieldTransform, time: Micros): TransformResult {
  if (transform.setToServerValue === 'REQUEST_TIME')
    // Server time is cut to milliseconds, as in production.
    return withResult({ timestampValue: fromMicros(time - (time % 1000)) })
  if (transform.increment) return withResult(increment(old, numericOperand(transform.increment)))
  if (transform.maximum) return withResult(maximum(old, numericOperand(transform.maximum)))
  if (transform.minimum) return withResult(minimum(old, numericOperand(transform.minimum)))
  if (transform.appendMissingElements)
    return withoutResult(union(elementsOf(old), checkedElements(transform.appendMissingElements.values)))
  if (transform.removeAllFromArray)
    return withoutResult(without(elementsOf(old), checkedElements(transform.removeAllFromArray.values)))
  throw invalid(`The transform of "${String(transform.fieldPath)}" names no operation this server knows.`)
}

/** Applies transforms one after another; returns the new fields and one result per transform. */
export function applyTransforms(
  fields: Fields,
  transforms: readonly FieldTransform[],
  time: Micros,
): { fields: Fields; results: Value[] } {
  const results: Value[] = []
  let current = fields
  for (const transform of transforms) {
    const path = parseFieldPath(transform.fieldPath ?? '')
    const { value, result } = transformed(valueAt(current, path), transform, time)
    current = withValueAt(current, path, value)
    results.push(result)
  }
  return { fields: current, results }
}
