import { expect, it } from 'vitest'
import { deliveryWaitSeconds, MAX_ATTEMPTS, retryAfterSeconds } from './delivery-backoff.ts'

it.each([
  [1, 5],
  [2, 300],
  [3, 1_800],
  [4, 7_200],
  [5, 18_000],
  [6, 36_000],
  [7, 36_000],
])('waits after failed attempt %d at least %d seconds and at most a fifth longer', (tries, seconds) => {
  expect(deliveryWaitSeconds(tries, 0)).toBe(seconds)
  expect(deliveryWaitSeconds(tries, 0.999)).toBeCloseTo(seconds * 1.2, -2)
})

it('gives up after the eighth attempt', () => {
  expect(MAX_ATTEMPTS).toBe(8)
  expect(deliveryWaitSeconds(8, 0)).toBeNull()
})

it.each([
  ['longer than the backoff', 60, 60],
  ['shorter than the backoff', 1, 5],
  ['more than a day', 1e6, 86_400],
])('waits as long as the endpoint asks, %s', (_, request, seconds) => {
  expect(deliveryWaitSeconds(1, 0, request)).toBe(seconds)
})

const now = new Date('2026-03-01T12:00:00Z')
it.each([
  ['120', 120],
  [' 120 ', 120],
  ['Sun, 01 Mar 2026 12:02:00 GMT', 120],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('reads Retry-After: %s', (header, seconds) => {
  expect(retryAfterSeconds(header, now)).toBe(seconds)
})
