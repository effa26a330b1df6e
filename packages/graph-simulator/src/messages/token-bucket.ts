/** A token bucket: `capacity` at once, then one every `everyMs`. Time is handed in, in milliseconds. */
export interface TokenBucket {
  /** When the bucket is full again: one number instead of a count and a time, so that no fraction gets lost. */
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
