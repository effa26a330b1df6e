/** A token bucket: `capacity` at once, then `perSecond`. Time is handed in, in milliseconds. */
export interface TokenBucket {
  tokens: number
  at: number
}

export interface BucketRate {
  readonly capacity: number
  readonly perSecond: number
}

/** One message per 6 s to the same recipient, 45 may be borrowed: developers.facebook.com/docs/whatsapp/cloud-api/overview (pair rate limits) */
export const PAIR_RATE: BucketRate = { capacity: 45, perSecond: 1 / 6 }

/** Takes one token if there is one. */
export function take(bucket: TokenBucket, rate: BucketRate, nowMs: number): boolean {
  const gained = (Math.max(nowMs - bucket.at, 0) / 1000) * rate.perSecond
  bucket.tokens = Math.min(rate.capacity, bucket.tokens + gained)
  bucket.at = nowMs
  if (bucket.tokens < 1) return false
  bucket.tokens -= 1
  return true
}
