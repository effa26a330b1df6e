/**
 * Rate and retry settings of a queue, with the Cloud Tasks defaults that the Firebase CLI deploys, and the two
 * rules derived from them: backoff and the end of retries.
 * https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues
 */

export interface QueueConfig {
  rateLimits: { maxConcurrentDispatches: number; maxDispatchesPerSecond: number }
  retryConfig: {
    /** Includes the first attempt; -1 = without end. */
    maxAttempts: number
    /** 0 = no limit. */
    maxRetrySeconds: number
    minBackoffSeconds: number
    maxBackoffSeconds: number
    maxDoublings: number
  }
}

export type QueueOptions = {
  [Part in keyof QueueConfig]?:
    { [Key in keyof QueueConfig[Part]]?: number | null | undefined } | null | undefined
}

const DEFAULTS: QueueConfig = {
  rateLimits: { maxConcurrentDispatches: 1000, maxDispatchesPerSecond: 500 },
  retryConfig: {
    maxAttempts: 3,
    maxRetrySeconds: 0,
    minBackoffSeconds: 0.1,
    maxBackoffSeconds: 3600,
    maxDoublings: 16,
  },
}

/** Fills what a function's manifest leaves out. */
export function queueConfig(options: QueueOptions): QueueConfig {
  return {
    rateLimits: { ...DEFAULTS.rateLimits, ...present(options.rateLimits) },
    retryConfig: { ...DEFAULTS.retryConfig, ...present(options.retryConfig) },
  }
}

/** Seconds to wait after the given number of failed attempts (1 = after the first): doubling first, then linear. */
export function backoffSeconds(retry: QueueConfig['retryConfig'], failedAttempts: number): number {
  const doublings = Math.min(failedAttempts - 1, retry.maxDoublings)
  const linearSteps = failedAttempts - 1 - doublings
  const doubled = retry.minBackoffSeconds * 2 ** doublings
  return Math.min(doubled * (1 + linearSteps), retry.maxBackoffSeconds)
}

/** Whether a task may be tried again. With both limits set, both must be used up before Cloud Tasks gives up. */
export function mayRetry(
  retry: QueueConfig['retryConfig'],
  failedAttempts: number,
  secondsSinceFirst: number,
): boolean {
  const attemptsLeft = retry.maxAttempts < 0 || failedAttempts < retry.maxAttempts
  const timeLeft = retry.maxRetrySeconds > 0 && secondsSinceFirst < retry.maxRetrySeconds
  return attemptsLeft || timeLeft
}

function present<T extends object>(values: T | null | undefined): { [Key in keyof T]: NonNullable<T[Key]> } {
  const set = Object.entries(values ?? {}).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(set) as { [Key in keyof T]: NonNullable<T[Key]> }
}
