import type { Value } from '../protocol/messages.ts'

export type NumberValue = { integerValue: string } | { doubleValue: number }

/** Whether a value is an integer or a double. */
export const isNumber = (value: Value): value is NumberValue =>
  'integerValue' in value || 'doubleValue' in value

/** The nearest double; integers beyond 2^53 lose their last digits. */
export const asDouble = (value: NumberValue) =>
  'integerValue' in value ? Number(value.integerValue) : value.doubleValue

/** Exactly as an integer, where the value is one. */
function exact(value: NumberValue): bigint | undefined {
  if ('integerValue' in value) return BigInt(value.integerValue)
  return Number.isInteger(value.doubleValue) ? BigInt(value.doubleValue) : undefined
}

/** Compares integers and doubles exactly; NaN comes first and equals itself, -0 equals 0. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  const left = asDouble(a)
  const right = asDouble(b)
  if (left < right) return -1
  if (left > right) return 1
  if (Number.isNaN(left) || Number.isNaN(right))
    return Number(Number.isNaN(right)) - Number(Number.isNaN(left))
  if (Math.abs(left) <= Number.MAX_SAFE_INTEGER) return 0
  const [exactLeft, exactRight] = [exact(a), exact(b)]
  if (exactLeft === undefined || exactRight === undefined || exactLeft === exactRight) return 0
  return exactLeft < exactRight ? -1 : 1
}
