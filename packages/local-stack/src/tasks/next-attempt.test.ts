import { expect, it } from 'vitest'
import { afterFailure } from './next-attempt.ts'
import { queueConfig } from './queue-config.ts'
import type { Task } from './task.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const retry = queueConfig({ retryConfig: { maxAttempts: 3, minBackoffSeconds: 10 } }).retryConfig

const task = (changes: Partial<Task> = {}): Task => ({
  name: 'projects/p/locations/l/queues/q/tasks/t',
  queue: 'projects/p/locations/l/queues/q',
  url: '',
  headers: {},
  body: '',
  scheduleAt: START,
  createdAt: START,
  dispatchDeadlineSeconds: 600,
  failedAttempts: 0,
  executions: 0,
  ...changes,
})

it('schedules the next attempt after the backoff, counted from the failure', () => {
  const next = afterFailure(task(), { status: 503, now: new Date(START + 5000), retry })
  expect(next).toMatchObject({
    failedAttempts: 1,
    scheduleAt: START + 15_000,
    firstAttemptAt: START + 5000,
    lastStatus: 503,
  })
})

it.each([
  [503, 0],
  [500, 0],
  [404, 1],
  [429, 1],
  [undefined, 0],
])('counts an answer of %s as %i executions', (status, executions) => {
  expect(afterFailure(task(), { status, now: new Date(START), retry })?.executions).toBe(executions)
})

it('keeps the last status when an attempt got no answer', () => {
  const failed = task({ failedAttempts: 1, lastStatus: 500, firstAttemptAt: START })
  expect(afterFailure(failed, { status: undefined, now: new Date(START), retry })?.lastStatus).toBe(500)
})

it('gives up after the last attempt', () => {
  const failed = task({ failedAttempts: 2, firstAttemptAt: START })
  expect(afterFailure(failed, { status: 500, now: new Date(START), retry })).toBeUndefined()
})

it('measures the retry duration from the first attempt', () => {
  const limited = queueConfig({ retryConfig: { maxAttempts: 1, maxRetrySeconds: 60 } }).retryConfig
  const failed = task({ failedAttempts: 1, firstAttemptAt: START })
  const after = (seconds: number) =>
    afterFailure(failed, { status: 500, now: new Date(START + seconds * 1000), retry: limited })
  expect(after(59)).toBeDefined()
  expect(after(60)).toBeUndefined()
})
