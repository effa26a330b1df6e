import type { Micros } from '../values/timestamp.ts'

/** Hands out commit and read times in microseconds. No two commits share one, and none lies before a time handed out. */
export interface CommitClock {
  /** A new time, later than every one before. */
  next(): Micros
  /** A time at or after every commit so far and before every later one. */
  read(): Micros
  /** Advances to at least this time, the newest of a restored log. */
  advance(to: Micros): void
}

/**
 * A commit clock over the given wall clock. It advances by at least one microsecond per commit, so it runs ahead
 * only within one millisecond and does not drift; it never goes back when the wall clock does.
 */
export function createCommitClock(now: () => Date): CommitClock {
  let last = 0
  return {
    next: () => (last = Math.max(last + 1, now().getTime() * 1000)),
    read: () => (last = Math.max(last, now().getTime() * 1000)),
    advance: (to) => {
      last = Math.max(last, to)
    },
  }
}
