import { after } from '../kernel/clock.ts'
import type { Session } from '../sessions/session.ts'
import { acceptedByStatus, attemptMessage, type AttemptNeeds } from './attempt-message.ts'
import { settle } from './dispatch-message.ts'
import { triesOf, type MessageError, type StoredMessage } from './message.ts'
import { metaKnows } from './message-status.ts'
import type { MessageStore } from './message-store.ts'
import { STRAGGLER_SECONDS, wakeHeld, type WakeHeldNeeds } from './resume-session.ts'
import type { Settlement } from './settlement.ts'

export interface RetryNeeds extends AttemptNeeds, WakeHeldNeeds {
  messages: Pick<MessageStore, 'due' | 'move' | 'settle' | 'rest' | 'heldBySession'>
  sessions(): Promise<readonly Session[]>
}

/** Messages asked for at a time, how many are looked at together, and when a run leaves the rest to the next. */
export const SWEEP = { page: 200, atOnce: 10, seconds: 45 }

/** What a run found: due messages, and those whose look failed. */
export interface SweepReport {
  readonly due: number
  readonly troubled: number
}

/**
 * Looks at every message whose `wakeAt` has come: retries, scheduled sends, leases that ran out, unknown
 * outcomes whose grace is over, messages past their time. What it costs grows with what is due, not with
 * what is stored. One message in trouble does not stop the others.
 */
export async function retryDue(needs: RetryNeeds): Promise<SweepReport> {
  const until = after(needs.clock.now(), SWEEP.seconds)
  const report = { due: 0, troubled: 0 }
  for (let full = true; full && needs.clock.now() < until;) {
    const page = await needs.messages.due(needs.clock.now(), SWEEP.page)
    const troubled = await wakeAll(page, needs)
    report.due += page.length
    report.troubled += troubled
    // A page that failed as a whole would come again and again.
    full = page.length === SWEEP.page && troubled < page.length
  }
  await wakeStragglers(needs)
  if (report.due > 0) needs.log.info('sweep.done', { ...report })
  return report
}

/** Messages that other instances held by what they remembered, after their session was resumed. */
async function wakeStragglers(needs: RetryNeeds): Promise<void> {
  const resumedAfter = after(needs.clock.now(), -STRAGGLER_SECONDS)
  for (const { id, hold, resumedAt } of await needs.sessions())
    if (!hold && resumedAt && resumedAt > resumedAfter) await wakeHeld(id, needs)
}

/** @returns how many could not be looked at */
async function wakeAll(page: readonly StoredMessage[], needs: RetryNeeds): Promise<number> {
  let troubled = 0
  const waiting = page.values()
  const worker = async (): Promise<void> => {
    for (const message of waiting)
      await wake(message, needs).catch((error: unknown) => {
        troubled++
        needs.log.error('message.wake_failed', { messageId: message.id, error: String(error) })
      })
  }
  await Promise.all(Array.from({ length: SWEEP.atOnce }, worker))
  return troubled
}

/** Decides what a woken message needs, and does it. */
async function wake(message: StoredMessage, needs: RetryNeeds): Promise<unknown> {
  switch (message.sending) {
    case 'sending':
    case 'unknown':
      return wakeUncertain(message, needs)
    case 'queued':
    case 'errored':
    case 'held':
      return attemptMessage(message, needs)
    case 'accepted':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'suppressed':
      return silence(message, needs)
  }
}

/** Nobody holds this attempt any more: did it leave, and what became of it? */
async function wakeUncertain(message: StoredMessage, needs: RetryNeeds): Promise<unknown> {
  if (metaKnows(message)) return settle(message, acceptedByStatus(message), needs)
  if (message.sending === 'sending') return settle(message, leaseRanOut(needs), needs)
  const mayResend = message.ifUnknown === 'resend' && triesOf(message) < needs.limits.maxAttempts
  if (mayResend && needs.clock.now() <= message.notAfter) return attemptMessage(message, needs)
  const error = { ...unknownError, message: whyNotAgain(message) }
  return settle(message, { sending: 'failed', error }, needs)
}

/** It ended, and its alarm is still set: whoever settled it did not come to tell. */
async function silence(message: StoredMessage, { messages, announce }: RetryNeeds): Promise<void> {
  await announce(message)
  await messages.rest(message)
}

const unknownError = { code: 'OUTCOME_UNKNOWN' } as const satisfies Partial<MessageError>

const leaseRanOut = ({ clock, limits }: RetryNeeds): Settlement => ({
  sending: 'unknown',
  error: {
    ...unknownError,
    message: 'Its sender stopped before it could say how the attempt ended; a status will tell.',
  },
  wakeAt: after(clock.now(), limits.unknownGraceSeconds),
})

const whyNotAgain = ({ ifUnknown }: StoredMessage): string =>
  ifUnknown === 'fail'
    ? 'It may have been sent, no status told, and ifUnknown is "fail": it is not sent again, so that nobody gets it twice.'
    : 'It may have been sent, no status told, and there is no attempt or time left to send it again.'
