import { backoffSeconds, mayRetry, type QueueConfig } from './queue-config.ts'
import type { Task } from './task.ts'

interface FailureContext {
  /** HTTP status of the answer; undefined when there was none. */
  status: number | undefined
  now: Date
  retry: QueueConfig['retryConfig']
}

/** The task with its next schedule time, or undefined when attempts are used up. */
export function afterFailure(task: Task, { status, now, retry }: FailureContext): Task | undefined {
  const time = now.getTime()
  const firstAttemptAt = task.firstAttemptAt ?? time
  const failedAttempts = task.failedAttempts + 1
  if (!mayRetry(retry, failedAttempts, (time - firstAttemptAt) / 1000)) return undefined
  return {
    ...task,
    failedAttempts,
    firstAttemptAt,
    executions: task.executions + (status !== undefined && status < 500 ? 1 : 0),
    scheduleAt: time + backoffSeconds(retry, failedAttempts) * 1000,
    ...(status !== undefined && { lastStatus: status }),
  }
}
