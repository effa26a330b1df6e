import { expect, it } from 'vitest'
import { increment, maximum, minimum, numericOperand } from './arithmetic.ts'
import type { Value } from '../protocol/messages.ts'

const integer = (value: string | number) => ({ integerValue: String(value) })
const double = (value: number) => ({ doubleValue: value })
const text: Value = { stringValue: 'x' }

it.each([
  [undefined, integer(2), integer(2)],
  [text, integer(2), integer(2)],
  [integer(1), integer(2), integer(3)],
  [integer(1), double(2), double(3)],
  [double(1.5), double(0.5), double(2)],
  [integer('9223372036854775806'), integer(5), integer('9223372036854775807')],
  [integer('-9223372036854775808'), integer(-1), integer('-9223372036854775808')],
])('increments %j by %j to %j', (old, by, sum) => {
  expect(increment(old, by)).toEqual(sum)
})

it.each([
  [undefined, integer(2), integer(2), integer(2)],
  [text, integer(2), integer(2), integer(2)],
  [integer(3), integer(2), integer(3), integer(2)],
  [integer(3), double(3), integer(3), integer(3)],
  [integer(3), double(3.5), double(3.5), integer(3)],
  [double(NaN), integer(1), double(NaN), double(NaN)],
])('of %j and %j keeps %j as maximum and %j as minimum', (old, other, largest, smallest) => {
  expect(maximum(old, other)).toEqual(largest)
  expect(minimum(old, other)).toEqual(smallest)
})

it('takes numbers only', () => {
  expect(() => numericOperand(text)).toThrow(/integer or a double/)
})
