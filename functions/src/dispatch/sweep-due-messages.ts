import { after } from '../kernel/clock.ts'
import type { Session } from '../sessions/session.ts'
import { acceptedByStatus, claimAndSend, type ClaimAndSendNeeds } from './claim-and-send.ts'
import { runFollowUp } from './follow-up.ts'
import { applySettlement } from './settle-message.ts'
import { triesOf, type MessageError, type StoredMessage } from '../messages/message.ts'
import { isKnownToMeta } from '../messages/message-status.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { STRAGGLER_SECONDS, requeueHeld, type RequeueHeldNeeds } from './resume-session.ts'
import type { Settlement } from './settlement-policy.ts'

export interface SweepDueNeeds extends ClaimAndSendNeeds, RequeueHeldNeeds {
  messages: Pick<
    MessageStore,
    'listDue' | 'updateIfUnchanged' | 'settle' | 'endFollowUp' | 'listHeldBySession'
  >
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
export async function sweepDueMessages(needs: SweepDueNeeds): Promise<SweepReport> {
  const until = after(needs.clock.now(), SWEEP.seconds)
  const report = { due: 0, troubled: 0 }
  for (let full = true; full && needs.clock.now() < until;) {
    const page = await needs.messages.listDue(needs.clock.now(), SWEEP.page)
    const troubled = await processPage(page, needs)
    report.due += page.length
    report.troubled += troubled
    // A page that failed as a whole would come again and again.
    full = page.length === SWEEP.page && troubled < page.length
  }
  await requeueStragglers(needs)
  if (report.due > 0) needs.log.info('sweep.done', { ...report })
  return report
}

/** Messages that other instances held by what they remembered, after their session was resumed. */
async function requeueStragglers(needs: SweepDueNeeds): Promise<void> {
  const resumedAfter = after(needs.clock.now(), -STRAGGLER_SECONDS)
  for (const { id, hold, resumedAt } of await needs.sessions())
    if (!hold && resumedAt && resumedAt > resumedAfter) await requeueHeld(id, needs)
}

/** @returns how many could not be looked at */
async function processPage(page: readonly StoredMessage[], needs: SweepDueNeeds): Promise<number> {
  let troubled = 0
  const waiting = page.values()
  const worker = async (): Promise<void> => {
    for (const message of waiting)
      await processDue(message, needs).catch((error: unknown) => {
        troubled++
        needs.log.error('message.wake_failed', { messageId: message.id }, error)
      })
  }
  await Promise.all(Array.from({ length: SWEEP.atOnce }, worker))
  return troubled
}

/** Decides what a due message needs, and does it. */
async function processDue(message: StoredMessage, needs: SweepDueNeeds): Promise<unknown> {
  if (message.followUp) {
    await runFollowUp(message, needs)
    const next = message.followUp.wakeAt
    if (!next || next > needs.clock.now()) return needs.messages.endFollowUp(message)
  }
  switch (message.sending) {
    case 'sending':
    case 'unknown':
      return resolveUnknown(message, needs)
    case 'queued':
    case 'errored':
    case 'held':
      return claimAndSend(message, needs)
    case 'accepted':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'suppressed':
      return needs.messages.endFollowUp(message)
  }
}

/** Nobody holds this attempt any more: did it leave, and what became of it? */
async function resolveUnknown(message: StoredMessage, needs: SweepDueNeeds): Promise<unknown> {
  if (isKnownToMeta(message)) return applySettlement(message, acceptedByStatus(message), needs)
  if (message.sending === 'sending') return applySettlement(message, leaseExpired(needs), needs)
  const mayResend = message.ifUnknown === 'resend' && triesOf(message) < needs.limits.maxAttempts
  if (mayResend && needs.clock.now() <= message.notAfter) return claimAndSend(message, needs)
  const error = { ...unknownError, message: noResendReason(message) }
  return applySettlement(message, { sending: 'failed', error }, needs)
}

const unknownError = { code: 'OUTCOME_UNKNOWN' } as const satisfies Partial<MessageError>

const leaseExpired = ({ clock, limits }: SweepDueNeeds): Settlement => ({
  sending: 'unknown',
  error: {
    ...unknownError,
    message: 'Its sender stopped before it could say how the attempt ended; a status will tell.',
  },
  wakeAt: after(clock.now(), limits.unknownGraceSeconds),
})

const noResendReason = ({ ifUnknown }: StoredMessage): string =>
  ifUnknown === 'fail'
    ? 'It may have been sent, no status told, and ifUnknown is "fail": it is not sent again, so that nobody gets it twice.'
    : 'It may have been sent, no status told, and there is no attempt or time left to send it again.'
