/** A token bucket: `capacity` at once, then one every `everyMs`. The caller passes the time in milliseconds. */
export interface TokenBucket {
  /** Time at which the bucket is full again. One number instead of count and time avoids rounding errors. */
  fullAt: number
}

export interface BucketRate {
  readonly capacity: number
  readonly everyMs: number
}

/** One message per 6 s to the same recipient, 45 may be borrowed: developers.facebook.com/docs/whatsapp/cloud-api/overview (pair rate limits) */
export const PAIR_RATE: BucketRate = { capacity: 45, everyMs: 6000 }

/** Takes one token if there is one. */
export function take(bucket: TokenBucket, { capacity, everyMs }: BucketRate, nowMs: number): boolean {
  const fullAt = Math.max(bucket.fullAt, nowMs)
  if (fullAt - nowMs > (capacity - 1) * everyMs) return false
  bucket.fullAt = fullAt + everyMs
  return true
}
