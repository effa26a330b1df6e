import type { RateLimiter } from './rate-limiter.ts'
import { assertAdmitted, sessionRateLimit, type SessionLimits } from './rate-limit-policies.ts'

/** A session as far as its limit depends on it. */
interface LimitedSession {
  readonly id: string
  readonly channel: 'cloud' | 'web'
}

/** Counts one message that is about to be sent through a session; throws `RATE_LIMITED` when that is one too many. */
export type ConsumeSessionQuota = (session: LimitedSession, mode: 'live' | 'test') => Promise<void>

/** A paired phone that sends too fast is banned by WhatsApp: its messages are counted, for all callers together. */
export const sessionRateLimiter =
  (limiter: RateLimiter, limits: SessionLimits): ConsumeSessionQuota =>
  async (session, mode) => {
    const limited = sessionRateLimit({ ...session, mode }, limits)
    if (limited) assertAdmitted(limited, await limiter.consume(limited.subject, limited.quota))
  }
