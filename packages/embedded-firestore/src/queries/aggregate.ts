import { invalid } from '../protocol/status.ts'
import { asDouble, isNumber } from '../values/number-order.ts'
import { parseFieldPath, valueAt } from '../values/field-path.ts'
import type { NumberValue } from '../values/number-order.ts'
import type { Aggregation, Fields, Value } from '../protocol/messages.ts'
import type { StoredDocument } from '../engine/document.ts'

function numbersIn(documents: readonly StoredDocument[], fieldPath: string): NumberValue[] {
  const field = parseFieldPath(fieldPath)
  return documents.flatMap(({ fields }) => {
    const value = valueAt(fields, field)
    return value && isNumber(value) ? [value] : []
  })
}

const fitsInt64 = (sum: bigint) => BigInt.asIntN(64, sum) === sum

/** Integers sum exactly; a sum beyond int64, or with any double, is a double. */
function sum(numbers: readonly NumberValue[]): Value {
  const integers = numbers.flatMap((value) => ('integerValue' in value ? [BigInt(value.integerValue)] : []))
  const exact = integers.reduce((total, value) => total + value, 0n)
  if (integers.length === numbers.length && fitsInt64(exact)) return { integerValue: String(exact) }
  return { doubleValue: numbers.reduce((total, value) => total + asDouble(value), 0) }
}

function average(numbers: readonly NumberValue[]): Value {
  if (numbers.length === 0) return { nullValue: 'NULL_VALUE' }
  return { doubleValue: numbers.reduce((total, value) => total + asDouble(value), 0) / numbers.length }
}

function aggregated(documents: readonly StoredDocument[], { count, sum: summed, avg }: Aggregation): Value {
  if (count) {
    const upTo = count.upTo?.value
    return { integerValue: String(Math.min(documents.length, upTo === undefined ? Infinity : Number(upTo))) }
  }
  if (summed) return sum(numbersIn(documents, summed.field?.fieldPath ?? ''))
  if (avg) return average(numbersIn(documents, avg.field?.fieldPath ?? ''))
  throw invalid('An aggregation must be count, sum or avg.')
}

/** Counts, sums and averages over the results of a query, by alias (`field_1` and so on where none is given). */
export function aggregate(
  documents: readonly StoredDocument[],
  aggregations: readonly Aggregation[],
): Fields {
  if (aggregations.length < 1 || aggregations.length > 5)
    throw invalid('An aggregation query takes 1 to 5 aggregations.')
  return Object.fromEntries(
    aggregations.map((one, i) => [one.alias || `field_${i + 1}`, aggregated(documents, one)]),
  )
}
