import { expect, it } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

const at = (ms: number) => new Date(ms)

it('starts with one token', () => {
  const bucket = createTokenBucket(10)
  expect([bucket.take(at(0)), bucket.take(at(0))]).toEqual([true, false])
})

it('says how long the next token takes, and has it then', () => {
  const bucket = createTokenBucket(4)
  bucket.take(at(0))
  expect(bucket.waitMs(at(0))).toBe(250)
  expect(bucket.waitMs(at(100))).toBe(150)
  expect(bucket.take(at(249))).toBe(false)
  expect(bucket.take(at(250))).toBe(true)
})

it('saves at most a tenth of a second of tokens', () => {
  const bucket = createTokenBucket(100)
  const taken = Array.from({ length: 20 }, () => bucket.take(at(60_000)))
  expect(taken.filter(Boolean)).toHaveLength(1)
  const later = Array.from({ length: 20 }, () => bucket.take(at(120_000)))
  expect(later.filter(Boolean)).toHaveLength(10)
})

it('loses no token when the clock goes back', () => {
  const bucket = createTokenBucket(1)
  bucket.take(at(5000))
  expect(bucket.take(at(1000))).toBe(false)
  expect(bucket.take(at(2000))).toBe(true)
})

it('needs no wait while a token is there', () => {
  expect(createTokenBucket(1).waitMs(at(0))).toBe(0)
})
