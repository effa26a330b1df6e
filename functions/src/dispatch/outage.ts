import type { GraphFailure } from '../graph/graph-error.ts'
import type { SendOutcome } from '../graph/graph-client.ts'
import { ruleFor, type MetaErrorRule } from '../graph/meta-error-table.ts'
import { after } from '../kernel/clock.ts'
import type { MessageError } from '../messages/message.ts'
import type { Hold } from '../sessions/session.ts'

/** An outage: this many of the last attempts of a session, of different messages, failed for no fault of theirs. */
export const OUTAGE = { failures: 8, attempts: 10, seconds: 300 }

/** Seconds until the next try while Meta or the network fails; the last one repeats. */
const waits = [5, 30, 120, 300, 900, 1800]

/**
 * How long to wait after failure number `failures` (1 = the first) in an outage, give or take a fifth, so that
 * messages that failed together do not come back together.
 * @param fraction randomness in [0, 1)
 */
export function outageWaitSeconds(failures: number, fraction: number): number {
  const wait = waits[Math.min(failures, waits.length) - 1] ?? 0
  return wait * (0.8 + 0.4 * fraction)
}

/** Whether a refusal is about Meta's state or our pace, and not about the message: it does not use up a try. */
export const isTransientRule = ({ action, class: kind, maxAttempts }: MetaErrorRule): boolean =>
  action === 'retry' && maxAttempts === undefined && ['trans', 'tput', 'limit'].includes(kind)

/** Whether an answer shows that Meta is down or cannot be reached. */
export function isOutage(outcome: SendOutcome): boolean {
  if (outcome.kind === 'refused') return isOutageFailure(outcome.failure)
  return outcome.kind === 'not-sent' || outcome.kind === 'unknown'
}

/** The same for any request: a failure without code and status never got an answer. */
export function isOutageFailure(failure: GraphFailure): boolean {
  if (failure.code === undefined && failure.httpStatus === undefined) return true
  const rule = ruleFor(failure)
  return rule.class === 'unknown' || (rule.class === 'trans' && isTransientRule(rule))
}

/** Watches the attempts that this instance makes. It costs no read and no write. */
export interface OutageMonitor {
  /** @returns whether this attempt completes the picture of an outage; the next one starts over */
  record(sessionId: string, attempt: ObservedAttempt): boolean
  /** Forgets all attempts. */
  reset(): void
}

export interface ObservedAttempt {
  readonly messageId: string
  readonly failed: boolean
  readonly at: Date
}

export function createOutageMonitor(): OutageMonitor {
  const observed = new Map<string, ObservedAttempt[]>()
  return {
    record(sessionId, attempt) {
      const from = after(attempt.at, -OUTAGE.seconds)
      const recent = (observed.get(sessionId) ?? []).filter(
        ({ messageId, at }) => messageId !== attempt.messageId && at > from && at <= attempt.at,
      )
      const last = [...recent, attempt].slice(-OUTAGE.attempts)
      const isOut = last.filter(({ failed }) => failed).length >= OUTAGE.failures
      observed.set(sessionId, isOut ? [] : last)
      return isOut
    },
    reset: () => observed.clear(),
  }
}

/** The hold of a session whose attempts fail because of Meta or the network. */
export const outageHold = (error: MessageError, since: Date): Hold => ({
  code: 'UPSTREAM_FAILED',
  reason: `Meta is down or cannot be reached: ${String(OUTAGE.failures)} of the last ${String(OUTAGE.attempts)} attempts failed. Sending resumes by itself. Last: ${error.message}`,
  since,
  outage: true,
})
