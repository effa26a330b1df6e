import { createHash } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import type { UserCaller } from '../http/caller.ts'

/** A Firebase ID token that was checked: whose it is and until when it counts. */
export interface VerifiedIdToken {
  readonly caller: UserCaller
  readonly expiresAt: Date
}

/** Checks a Firebase ID token; throws `UNAUTHORIZED` with what to do. */
export type VerifyIdToken = (token: string) => Promise<VerifiedIdToken>

/** Tokens of a role above plain are checked for revocation again after this long. */
const ROLE_SECONDS = 60
const MAX_CACHED_TOKENS = 10_000

/**
 * Checks each token once and remembers it, by its hash, until it expires: a signature check costs
 * two hundred times more than a look-up. One of a role above plain only for a minute.
 */
export function cacheVerifiedTokens(verify: VerifyIdToken, clock: Clock): VerifyIdToken {
  const known = new Map<string, { until: number; token: VerifiedIdToken }>()
  return async (token) => {
    const hash = createHash('sha256').update(token).digest('base64')
    const now = clock.now()
    const seen = known.get(hash)
    if (seen && seen.until > now.getTime()) return seen.token
    known.delete(hash)
    const verified = await verify(token)
    if (known.size >= MAX_CACHED_TOKENS) known.delete(known.keys().next().value ?? '')
    known.set(hash, { until: cacheExpiry(verified, now), token: verified })
    return verified
  }
}

function cacheExpiry({ caller, expiresAt }: VerifiedIdToken, now: Date): number {
  const recheckAt = caller.role === 'plain' ? Infinity : now.getTime() + ROLE_SECONDS * 1000
  return Math.min(expiresAt.getTime(), recheckAt)
}
