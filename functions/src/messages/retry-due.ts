import { after } from '../kernel/clock.ts'
import type { Session } from '../sessions/session.ts'
import { dispatchMessage, settle, type DispatchNeeds } from './dispatch-message.ts'
import type { MessageError, StoredMessage } from './message.ts'
import { arrived, metaKnows } from './message-status.ts'
import type { MessageStore } from './message-store.ts'
import { holdError, LEASE_SECONDS } from './queue-message.ts'
import type { Settlement } from './settlement.ts'

export interface RetryNeeds extends DispatchNeeds {
  messages: Pick<MessageStore, 'due' | 'claim' | 'settle'>
  session(id: string): Promise<Session | undefined>
}

/** Messages looked at in one run, and how many of them at the same time. */
export const SWEEP = { most: 500, atOnce: 10 }

/**
 * Looks at every message whose `wakeAt` has come: retries, scheduled sends, leases that ran out,
 * unknown outcomes whose grace is over, messages past their time. What it costs grows with what is due,
 * not with what is stored. One message in trouble does not stop the others.
 * @returns how many were due and how many of them failed to be looked at
 */
export async function retryDue(needs: RetryNeeds): Promise<{ due: number; troubled: number }> {
  const due = await needs.messages.due(needs.clock.now(), SWEEP.most)
  let troubled = 0
  const waiting = due.values()
  const worker = async (): Promise<void> => {
    for (const message of waiting)
      await wake(message, needs).catch((error: unknown) => {
        troubled++
        needs.log.error('message.wake_failed', { messageId: message.id, error: String(error) })
      })
  }
  await Promise.all(Array.from({ length: SWEEP.atOnce }, worker))
  if (due.length > 0) needs.log.info('sweep.done', { due: due.length, troubled })
  return { due: due.length, troubled }
}

/** Decides what a woken message needs, and does it. */
async function wake(message: StoredMessage, needs: RetryNeeds): Promise<unknown> {
  const { sending } = message
  if (sending === 'sending' || sending === 'unknown') return wakeUncertain(message, needs)
  if (sending === 'queued' || sending === 'errored') return sendAgain(message, needs)
  // At rest with an alarm still set: take the alarm off, nothing else.
  needs.log.warn('message.woken_at_rest', { messageId: message.id, sending })
  return needs.messages.settle(message, {
    sending,
    wakeAt: null,
    error: message.error ?? null,
    entry: {
      source: 'waypost',
      at: needs.clock.now(),
      status: sending,
      attempt: message.attempt,
      note: 'Was woken without need.',
    },
  })
}

/** Nobody holds this attempt any more: did it leave, and what became of it? */
async function wakeUncertain(message: StoredMessage, needs: RetryNeeds): Promise<unknown> {
  if (metaKnows(message)) return settle(message, acceptedByStatus(message), needs)
  if (message.sending === 'sending') return settle(message, leaseRanOut(needs), needs)
  if (
    message.ifUnknown === 'resend' &&
    message.attempt < needs.limits.maxAttempts &&
    needs.clock.now() <= message.notAfter
  )
    return sendAgain(message, needs)
  const error = { ...unknownError, message: whyNotAgain(message) }
  return settle(message, { sending: 'failed', error }, needs)
}

/** One more attempt, if there is time, an attempt left, and a session that sends. */
async function sendAgain(message: StoredMessage, needs: RetryNeeds): Promise<unknown> {
  if (arrived(message)) return settle(message, acceptedByStatus(message), needs)
  const session = await needs.session(message.sessionId)
  const obstacle = obstacleTo(message, session, needs)
  if (obstacle) return settle(message, obstacle, needs)
  const now = needs.clock.now()
  const attempt = message.attempt + 1
  const claimed = await needs.messages.claim(message, {
    sending: 'sending',
    attempt,
    wakeAt: after(now, LEASE_SECONDS),
    error: message.error ?? null,
    entry: { source: 'waypost', at: now, status: 'sending', attempt },
  })
  return claimed && session ? dispatchMessage(claimed, session, needs) : claimed
}

function obstacleTo(
  { notAfter, attempt, error }: StoredMessage,
  session: Session | undefined,
  { clock, limits }: RetryNeeds,
): Settlement | null {
  if (clock.now() > notAfter)
    return {
      sending: 'expired',
      error: {
        code: 'MESSAGE_EXPIRED',
        message: `Its notAfter (${notAfter.toISOString()}) passed before it could be sent.`,
      },
    }
  if (attempt >= limits.maxAttempts)
    return {
      sending: 'failed',
      error: error ?? { code: 'ATTEMPTS_EXHAUSTED', message: `Given up after ${String(attempt)} attempts.` },
    }
  if (!session)
    return { sending: 'failed', error: { code: 'SESSION_NOT_FOUND', message: 'Its session was deleted.' } }
  if (session.hold) return { sending: 'held', holds: 'session', error: holdError(session.hold) }
  return null
}

/** Meta's statuses carry its id of the message. */
function acceptedByStatus({ timeline, attempt, wamid }: StoredMessage): Settlement {
  const told = timeline.filter((entry) => entry.source === 'meta')
  const entry = told.find((candidate) => candidate.attempt === attempt) ?? told[0]
  return {
    sending: 'accepted',
    wamid: entry?.wamid ?? wamid ?? '',
    note: "Meta's status shows that it was accepted.",
  }
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
