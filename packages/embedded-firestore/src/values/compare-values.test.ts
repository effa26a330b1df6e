import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareValues, sameValue } from './compare-values.ts'
import { comparePaths, compareText } from './text-order.ts'
import type { Value } from '../protocol/messages.ts'

const text = (value: string): Value => ({ stringValue: value })
const integer = (value: bigint | number): Value => ({ integerValue: String(value) })
const double = (value: number): Value => ({ doubleValue: value })

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant<Value>({ nullValue: 'NULL_VALUE' }),
  fc.boolean().map((booleanValue) => ({ booleanValue })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(integer),
  fc.double().map(double),
  fc.string({ unit: 'grapheme' }).map(text),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => ({ bytesValue: Buffer.from(bytes) })),
  fc
    .record({ seconds: fc.integer().map(String), nanos: fc.nat(999_999) })
    .map((timestampValue) => ({ timestampValue })),
)
const anyValue: fc.Arbitrary<Value> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
  fc.dictionary(fc.string(), scalar, { maxKeys: 3 }).map((fields) => ({ mapValue: { fields } })),
)

it('is one total order over all values', () => {
  fc.assert(
    fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
      expect(Math.sign(compareValues(a, b)) + Math.sign(compareValues(b, a))).toBe(0)
      expect(compareValues(a, a)).toBe(0)
      if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0)
        expect(compareValues(a, c)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 2000 },
  )
})

it('orders text as its UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
})

it.each([
  [integer(3), double(3), 0],
  [double(-0), double(0), 0],
  [double(NaN), double(-Infinity), -1],
  [integer(9007199254740993n), double(9007199254740992), 1],
  [integer(9223372036854775807n), double(9223372036854775808), -1],
])('orders %j and %j on one line of numbers', (a, b, order) => {
  expect(Math.sign(compareValues(a, b))).toBe(order)
  expect(sameValue(a, b)).toBe(order === 0)
})

it.each([
  ['a/b', 'a/b/c/d'],
  ['a/b/c/d', 'a-/b'],
  ['a/9', 'a/__x'],
  ['a/__id-5__', 'a/__id7__'],
  ['a/__id7__', 'a/0'],
])('puts the path %s before %s', (a, b) => {
  expect(comparePaths(a, b)).toBeLessThan(0)
  expect(comparePaths(b, a)).toBeGreaterThan(0)
})
