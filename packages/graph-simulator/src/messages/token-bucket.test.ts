import { expect, it } from 'vitest'
import { PAIR_RATE, take, type TokenBucket } from './token-bucket.ts'

const takeMany = (bucket: TokenBucket, times: number, at: number) =>
  Array.from({ length: times }, () => take(bucket, PAIR_RATE, at)).filter(Boolean).length

it('lends 45 messages to one recipient at once, then gives one every six seconds', () => {
  const bucket = { fullAt: 0 }
  expect(takeMany(bucket, 60, 0)).toBe(45)
  expect(takeMany(bucket, 5, 5_999)).toBe(0)
  expect(takeMany(bucket, 5, 6_000)).toBe(1)
  expect(takeMany(bucket, 20, 66_000)).toBe(10)
})

it('never holds more than its capacity', () => {
  const bucket = { fullAt: 9_000_000 }
  expect(takeMany(bucket, 100, 10_000_000)).toBe(45)
})
