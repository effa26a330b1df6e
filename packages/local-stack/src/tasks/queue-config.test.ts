import { expect, it } from 'vitest'
import { backoffSeconds, mayRetry, queueConfig } from './queue-config.ts'

it('doubles the wait, then grows it evenly up to the maximum, as Cloud Tasks documents', () => {
  const { retryConfig } = queueConfig({
    retryConfig: { minBackoffSeconds: 10, maxBackoffSeconds: 300, maxDoublings: 3 },
  })
  const waits = [1, 2, 3, 4, 5, 6, 7].map((failed) => backoffSeconds(retryConfig, failed))
  expect(waits).toEqual([10, 20, 40, 80, 160, 240, 300])
})

it('tries exactly maxAttempts times', () => {
  const { retryConfig } = queueConfig({ retryConfig: { maxAttempts: 3 } })
  expect([1, 2, 3].map((failed) => mayRetry(retryConfig, failed, 0))).toEqual([true, true, false])
})

it('tries without end when maxAttempts is -1', () => {
  expect(mayRetry(queueConfig({ retryConfig: { maxAttempts: -1 } }).retryConfig, 1_000_000, 1e9)).toBe(true)
})

it('gives up only when attempts and time are both used up', () => {
  const { retryConfig } = queueConfig({ retryConfig: { maxAttempts: 2, maxRetrySeconds: 60 } })
  expect(mayRetry(retryConfig, 5, 59)).toBe(true)
  expect(mayRetry(retryConfig, 1, 61)).toBe(true)
  expect(mayRetry(retryConfig, 2, 61)).toBe(false)
})

it('takes the defaults for what a manifest leaves out or null', () => {
  const config = queueConfig({ rateLimits: { maxDispatchesPerSecond: 5, maxConcurrentDispatches: null } })
  expect(config.rateLimits).toEqual({ maxDispatchesPerSecond: 5, maxConcurrentDispatches: 1000 })
})
