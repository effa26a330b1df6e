/**
 * When a webhook that was not answered with 200 is posted again.
 * Meta: "immediately, then a few more times with decreasing frequency over the next 7 days", then dropped. The exact
 * pauses are not published; these are ours.
 */
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Pauses in Meta's time, seconds; together they end within 7 days. */
export const retryPauses: readonly number[] = [
  0,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  DAY,
  DAY,
  DAY,
  DAY,
  DAY,
]

/** Milliseconds to wait after the nth failed attempt (1 = the first), or undefined when the webhook is dropped. */
export function pauseAfter(attempts: number, compression: number): number | undefined {
  const seconds = retryPauses[attempts - 1]
  return seconds === undefined ? undefined : (seconds * 1000) / compression
}
