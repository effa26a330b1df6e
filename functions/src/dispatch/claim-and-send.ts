import type { SessionServices } from '../sessions/session-services.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Throttle } from '../kernel/throttle.ts'
import type { Session } from '../sessions/session.ts'
import { cancellation } from './cancel-message.ts'
import type { SendEligibilityFacts, LoadEligibility } from '../messages/send-eligibility-facts.ts'
import { sendClaimed, type SendClaimedNeeds } from './send-claimed.ts'
import { applySettlement } from './settle-message.ts'
import { checkEligibility, asFallback, type Eligibility } from './send-eligibility.ts'
import { triesOf, type Message, type StoredMessage } from '../messages/message.ts'
import { isDelivered } from '../messages/message-status.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { leaseEnd } from './attempt-lease.ts'
import { holdError } from './initial-state.ts'
import { quietHoursEnd } from './quiet-hours.ts'
import { endOfUnknown } from './unknown-outcome.ts'
import { heldSettlement, type Settlement } from './settlement-policy.ts'
import type { TimelineEntry } from '../messages/timeline.ts'

export interface ClaimAndSendNeeds extends SendClaimedNeeds, Pick<SessionServices, 'session'> {
  messages: SendClaimedNeeds['messages'] & Pick<MessageStore, 'updateIfUnchanged'>
  /** Consent and service window of the recipient. */
  loadEligibility: LoadEligibility
  /** Limits the rate of a session. */
  throttleFor(session: Session, mode: Message['mode']): Throttle
  /** This attempt tries a session that an outage holds. */
  trial?: boolean
}

/**
 * Makes one more attempt at a waiting message, if it is still valid, has an attempt left, its session sends, and neither
 * quiet hours nor the recipient's consent forbid it. Claimed before it is sent: a second process finds it changed.
 */
export async function claimAndSend(
  message: StoredMessage,
  needs: ClaimAndSendNeeds,
): Promise<StoredMessage | null> {
  if (isDelivered(message)) return applySettlement(message, acceptedByStatus(message), needs)
  const session = await needs.session(message.sessionId)
  const obstacle = findObstacle(message, session, needs)
  if (obstacle) return applySettlement(message, endOfUnknown(message, obstacle), needs)
  const wakeAt = endOfQuietHours(message, needs.clock)
  if (wakeAt) return postpone(message, wakeAt, needs)
  const facts = await needs.loadEligibility(message.sessionId, message.to)
  if (hasReplied(message, facts)) return cancel(message, needs)
  const channel = session?.channel ?? 'cloud'
  const eligibility = checkEligibility(message, facts, { now: needs.clock.now(), channel })
  if (eligibility.kind === 'refuse')
    return applySettlement(message, endOfUnknown(message, suppression(message, eligibility)), needs)
  if (session) await needs.throttleFor(session, message.mode).acquire()
  const claimed = await claim(message, eligibility, needs)
  return claimed && session ? sendClaimed(claimed, session, needs) : null
}

/**
 * Whether it is not to be sent any more because its recipient wrote. A reply cancels what waits; this is for what was
 * under way in that moment and did not get through.
 */
const hasReplied = (
  { cancelOn, askedAgainAt, createdAt }: StoredMessage,
  facts: SendEligibilityFacts | null,
): boolean =>
  cancelOn.includes('reply') &&
  facts?.lastInboundAt !== undefined &&
  facts.lastInboundAt > (askedAgainAt ?? createdAt)

async function cancel(
  message: StoredMessage,
  { messages, clock, onMessageChanged }: ClaimAndSendNeeds,
): Promise<StoredMessage | null> {
  const change = cancellation(message, 'Cancelled: the contact replied.', clock.now())
  const cancelled = await messages.updateIfUnchanged(message, change)
  if (cancelled) await onMessageChanged(cancelled)
  return cancelled
}

const suppression = (
  { error: last }: StoredMessage,
  { sending, error }: Extract<Eligibility, { kind: 'refuse' }>,
): Settlement => ({
  sending,
  error: last ? { ...error, message: `${error.message} Last: ${last.message}` } : error,
})

function claim(
  message: StoredMessage,
  eligibility: Eligibility,
  { messages, clock }: ClaimAndSendNeeds,
): Promise<StoredMessage | null> {
  const at = clock.now()
  const fallback = eligibility.kind === 'fall-back' ? eligibility : undefined
  const attempt = message.attempt + 1
  return messages.updateIfUnchanged(message, {
    sending: 'sending',
    attempt,
    wakeAt: leaseEnd(at),
    error: message.error ?? null,
    ...(fallback && { fallbackContent: asFallback(fallback.fallback, message.content) }),
    entry: { source: 'waypost', at, status: 'sending', attempt, ...(fallback && { note: fallback.note }) },
  })
}

function postpone(
  message: StoredMessage,
  wakeAt: Date,
  { messages, clock }: ClaimAndSendNeeds,
): Promise<StoredMessage | null> {
  const { attempt, error } = message
  const note = 'Its recipient is not to be disturbed now.'
  return messages.updateIfUnchanged(message, {
    sending: 'queued',
    attempt,
    wakeAt,
    error: error ?? null,
    entry: { source: 'waypost', at: clock.now(), status: 'queued', attempt, note },
  })
}

/** The end of the recipient's quiet hours, when it is quiet now. */
function endOfQuietHours({ quietHours, to }: StoredMessage, clock: Clock): Date | null {
  if (!quietHours) return null
  const now = clock.now()
  const awake = quietHoursEnd(quietHours, to, now)
  return awake > now ? awake : null
}

function findObstacle(
  message: StoredMessage,
  session: Session | undefined,
  { clock, limits, trial }: ClaimAndSendNeeds,
): Settlement | null {
  const now = clock.now()
  const { notAfter, error } = message
  if (now > notAfter)
    return expired(message, `Its notAfter (${notAfter.toISOString()}) passed before it could be sent.`)
  const awake = endOfQuietHours(message, clock)
  if (awake && awake > notAfter)
    return expired(
      message,
      `The recipient's quiet hours last until after its notAfter (${notAfter.toISOString()}).`,
    )
  if (triesOf(message) >= limits.maxAttempts)
    return {
      sending: 'failed',
      error: error ?? {
        code: 'ATTEMPTS_EXHAUSTED',
        message: `Given up after ${String(triesOf(message))} attempts.`,
      },
    }
  if (!session)
    return { sending: 'failed', error: { code: 'SESSION_NOT_FOUND', message: 'Its session was deleted.' } }
  const { hold } = session
  if (!hold || message.mode !== 'live' || (trial && hold.outage)) return null
  return heldSettlement(holdError(hold), 'session', { now, notAfter })
}

const expired = ({ error }: StoredMessage, why: string): Settlement => ({
  sending: 'expired',
  error: {
    code: 'MESSAGE_EXPIRED',
    message: error ? `${why} Last: ${error.message}` : why,
    ...(error?.meta && { meta: error.meta }),
  },
})

/** Meta's statuses carry its id of the message, and the proof that it was accepted. */
export function acceptedByStatus({ timeline, attempt, wamid }: StoredMessage): Settlement {
  const reported = timeline.filter((entry: TimelineEntry) => entry.source === 'meta')
  const entry = reported.find((candidate) => candidate.attempt === attempt) ?? reported[0]
  return {
    sending: 'accepted',
    wamid: entry?.wamid ?? wamid ?? '',
    note: "Meta's status shows that it was accepted.",
  }
}
