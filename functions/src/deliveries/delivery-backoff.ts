/** Seconds before the second and each further attempt. */
export const DELIVERY_BACKOFF_SECONDS = [
  5,
  5 * 60,
  30 * 60,
  2 * 3600,
  5 * 3600,
  10 * 3600,
  10 * 3600,
] as const

/** Attempts in all, the first included. */
export const MAX_ATTEMPTS = DELIVERY_BACKOFF_SECONDS.length + 1

/** Upper limit for `Retry-After`. */
const LONGEST_RETRY_AFTER_SECONDS = 24 * 3600

/**
 * Seconds to wait after failed attempt number `tries` (1 = the first), up to a fifth longer by chance, so that those
 * who failed together do not come back together. Null: that was the last one.
 * @param fraction chance in [0, 1)
 * @param retryAfterSeconds what the endpoint asked for, when it did
 */
export function deliveryWaitSeconds(tries: number, fraction: number, retryAfterSeconds = 0): number | null {
  const wait = DELIVERY_BACKOFF_SECONDS[tries - 1]
  if (wait === undefined) return null
  return Math.max(wait * (1 + fraction / 5), Math.min(retryAfterSeconds, LONGEST_RETRY_AFTER_SECONDS))
}

/** Seconds of a `Retry-After` header: a number of them, or a date. Undefined for anything else. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header)
  const instant = Date.parse(header)
  return Number.isNaN(instant) ? undefined : Math.max(0, (instant - now.getTime()) / 1000)
}
