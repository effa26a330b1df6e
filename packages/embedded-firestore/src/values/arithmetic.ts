import { invalid } from '../protocol/status.ts'
import { asDouble, compareNumbers, isNumber } from './number-order.ts'
import type { NumberValue } from './number-order.ts'
import type { Value } from '../protocol/messages.ts'

const smallest = -(2n ** 63n)
const largest = 2n ** 63n - 1n
const saturated = (value: bigint) => (value < smallest ? smallest : value > largest ? largest : value)

/** The operand of a numeric transform; refuses anything but a number. */
export function numericOperand(value: Value): NumberValue {
  if (!isNumber(value)) throw invalid('increment, maximum and minimum take an integer or a double.')
  return value
}

/** Integer plus integer stays an integer and stops at the ends of int64; any double makes the sum a double. */
export function increment(old: Value | undefined, by: NumberValue): Value {
  if (!old || !isNumber(old)) return by
  if ('integerValue' in old && 'integerValue' in by)
    return { integerValue: String(saturated(BigInt(old.integerValue) + BigInt(by.integerValue))) }
  return { doubleValue: asDouble(old) + asDouble(by) }
}

const isNaNValue = (value: NumberValue) => Number.isNaN(asDouble(value))

/** The larger of the two with its own type; equal numbers keep the stored one; NaN wins. */
export function maximum(old: Value | undefined, other: NumberValue): Value {
  if (!old || !isNumber(old)) return other
  if (isNaNValue(old) || isNaNValue(other)) return { doubleValue: NaN }
  return compareNumbers(other, old) > 0 ? other : old
}

/** The smaller of the two with its own type; equal numbers keep the stored one; NaN wins. */
export function minimum(old: Value | undefined, other: NumberValue): Value {
  if (!old || !isNumber(old)) return other
  if (isNaNValue(old) || isNaNValue(other)) return { doubleValue: NaN }
  return compareNumbers(other, old) < 0 ? other : old
}
