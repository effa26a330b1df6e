import type { QuotaState } from './gcra.ts'

/** Headers of every answer that was counted. */
export const rateLimitHeaderNames = [
  'RateLimit-Policy',
  'RateLimit',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
] as const

/**
 * What a caller has left, as structured fields (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/:
 * `q` quota, `w` its window in seconds, `r` remaining, `t` seconds until there is more) and as the three older fields that most
 * clients read.
 * @param policy whose quota it is: `key`, `user`, `address`
 */
export function rateLimitHeaders(
  policy: string,
  { quota, remaining, nextTokenInSeconds }: QuotaState,
): Record<(typeof rateLimitHeaderNames)[number], string> {
  const reset = String(nextTokenInSeconds)
  return {
    'RateLimit-Policy': `"${policy}";q=${String(quota.requests)};w=${String(quota.seconds)}`,
    RateLimit: `"${policy}";r=${String(remaining)};t=${reset}`,
    'RateLimit-Limit': String(quota.requests),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': reset,
  }
}
