import type { WaypostError } from './waypost-error.ts'

/** Statuses after which the same request can succeed; 0: no answer. */
const RETRIED_STATUSES = [0, 409, 429, 502, 503, 504]
/** A longer `Retry-After` is left to the caller. */
const LONGEST_WAIT_SECONDS = 60
const FIRST_WAIT_MS = 500

/** What decides about a retry beside the error. */
export interface Attempt {
  /** Counted from 0. */
  readonly number: number
  /** Whether a second request cannot do the work twice. */
  readonly repeatable: boolean
  /** From 0 to 1: spreads the clients that failed together. */
  readonly random: number
}

/** How long to wait before the next attempt, in milliseconds; undefined: no further attempt. */
export function retryDelay(error: WaypostError, attempt: Attempt): number | undefined {
  if (error.retry !== 'later' || error.code === 'SIGN_IN') return undefined
  if (!RETRIED_STATUSES.includes(error.status)) return undefined
  // With an id the failure is stored: the same key gets the same answer.
  if (error.id !== undefined) return undefined
  // 429 is answered before any work is done.
  if (!attempt.repeatable && error.status !== 429) return undefined
  const seconds = error.retryAfterSeconds
  if (seconds !== undefined) return seconds > LONGEST_WAIT_SECONDS ? undefined : seconds * 1000
  return FIRST_WAIT_MS * 2 ** attempt.number * (0.75 + attempt.random / 2)
}
