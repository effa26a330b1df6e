import type { RateLimiter } from './rate-limiter.ts'
import { checkAdmitted, limitOfSession, type SessionLimits } from './rate-limits.ts'

/** A session as far as its limit depends on it. */
interface LimitedSession {
  readonly id: string
  readonly channel: 'cloud' | 'web'
}

/** Counts one message that is about to be sent through a session; throws `RATE_LIMITED` when that is one too many. */
export type TakeSessionTurn = (session: LimitedSession) => Promise<void>

/** A paired phone that sends too fast is banned by WhatsApp: its messages are counted, whoever asks for them. */
export const sessionTurns =
  (limiter: RateLimiter, limits: SessionLimits): TakeSessionTurn =>
  async (session) => {
    const limited = limitOfSession(session, limits)
    if (limited) checkAdmitted(limited, await limiter.take(limited.subject, limited.quota))
  }
