import type { Micros } from '../values/timestamp.ts'

/** Hands out commit and read times in microseconds. No two commits share one, and none lies before a time handed out. */
export interface CommitClock {
  /** A new time, later than every one before. */
  next(): Micros
  /** A time that covers every commit so far and none that follows. */
  read(): Micros
  /** Goes forward to at least this time (what a restored log has seen). */
  advance(to: Micros): void
}

/**
 * A clock over the given wall clock. It runs ahead of it only by one microsecond per commit within the same
 * millisecond, so it does not drift; when the wall clock stands still or goes back, it goes on in microseconds.
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
