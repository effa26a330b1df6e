import { after, type Clock } from '../kernel/clock.ts'
import type { Pace } from '../kernel/pace.ts'
import type { Session } from '../sessions/session.ts'
import { cancellation } from './cancel-message.ts'
import type { ContactStanding, StandingOf } from './contact-standing.ts'
import { dispatchMessage, settle, type DispatchNeeds } from './dispatch-message.ts'
import { mayStillSend, switchedTo, type Verdict } from './may-send.ts'
import { triesOf, type StoredMessage } from './message.ts'
import { arrived } from './message-status.ts'
import type { MessageStore } from './message-store.ts'
import { holdError, LEASE_SECONDS } from './first-state.ts'
import { awakeAt } from './quiet-hours.ts'
import { heldSettlement, type Settlement } from './settlement.ts'
import type { TimelineEntry } from './timeline.ts'

export interface AttemptNeeds extends DispatchNeeds {
  messages: Pick<MessageStore, 'move' | 'settle' | 'rest'>
  session(id: string): Promise<Session | undefined>
  /** What the recipient wishes, and whether its service window is open. */
  contactStanding: StandingOf
  /** The turns of a session: nobody sends faster than it may. */
  paceOf(session: Session): Pace
}

/**
 * Makes one more attempt at a message that waits, if there is time, a try left, a session that sends, nobody sleeps,
 * and the recipient wants it. Claimed before it is sent: whoever comes second finds it changed and leaves it.
 */
export async function attemptMessage(
  message: StoredMessage,
  needs: AttemptNeeds,
): Promise<StoredMessage | null> {
  if (arrived(message)) return settle(message, acceptedByStatus(message), needs)
  const session = await needs.session(message.sessionId)
  const obstacle = obstacleTo(message, session, needs)
  if (obstacle) return settle(message, obstacle, needs)
  const wakeAt = awakeFor(message, needs.clock)
  if (wakeAt) return postpone(message, wakeAt, needs)
  const standing = await needs.contactStanding(message.sessionId, message.to)
  if (wasRepliedTo(message, standing)) return callBack(message, needs)
  const channel = session?.channel ?? 'cloud'
  const verdict = mayStillSend(message, standing, { now: needs.clock.now(), channel })
  if (verdict.kind === 'refuse') return settle(message, unwanted(message, verdict), needs)
  if (session) await needs.paceOf(session).turn()
  const claimed = await claim(message, verdict, needs)
  return claimed && session ? dispatchMessage(claimed, session, needs) : null
}

/**
 * Whether it is not to be sent any more because its recipient wrote. A reply cancels what waits; this is for what was
 * under way in that moment and did not get through.
 */
const wasRepliedTo = (
  { cancelOn, askedAgainAt, createdAt }: StoredMessage,
  standing: ContactStanding | null,
): boolean =>
  cancelOn.includes('reply') &&
  standing?.lastInboundAt !== undefined &&
  standing.lastInboundAt > (askedAgainAt ?? createdAt)

async function callBack(
  message: StoredMessage,
  { messages, clock, announce }: AttemptNeeds,
): Promise<StoredMessage | null> {
  const change = cancellation(message, 'Cancelled: the contact replied.', clock.now())
  const cancelled = await messages.move(message, change)
  if (cancelled) await announce(cancelled)
  return cancelled
}

const unwanted = (
  { error: last }: StoredMessage,
  { sending, error }: Extract<Verdict, { kind: 'refuse' }>,
): Settlement => ({
  sending,
  error: last ? { ...error, message: `${error.message} Last: ${last.message}` } : error,
})

function claim(
  message: StoredMessage,
  verdict: Verdict,
  { messages, clock }: AttemptNeeds,
): Promise<StoredMessage | null> {
  const at = clock.now()
  const fallback = verdict.kind === 'fall-back' ? verdict : undefined
  const attempt = message.attempt + 1
  return messages.move(message, {
    sending: 'sending',
    attempt,
    wakeAt: after(at, LEASE_SECONDS),
    error: message.error ?? null,
    ...(fallback && { switched: switchedTo(fallback.fallback, message.content) }),
    entry: { source: 'waypost', at, status: 'sending', attempt, ...(fallback && { note: fallback.note }) },
  })
}

function postpone(
  message: StoredMessage,
  wakeAt: Date,
  { messages, clock }: AttemptNeeds,
): Promise<StoredMessage | null> {
  const { attempt, error } = message
  const note = 'Its recipient is not to be disturbed now.'
  return messages.move(message, {
    sending: 'queued',
    attempt,
    wakeAt,
    error: error ?? null,
    entry: { source: 'waypost', at: clock.now(), status: 'queued', attempt, note },
  })
}

/** The end of the recipient's quiet hours, when it is quiet now. */
function awakeFor({ quietHours, to }: StoredMessage, clock: Clock): Date | null {
  if (!quietHours) return null
  const now = clock.now()
  const awake = awakeAt(quietHours, to, now)
  return awake > now ? awake : null
}

function obstacleTo(
  message: StoredMessage,
  session: Session | undefined,
  { clock, limits }: AttemptNeeds,
): Settlement | null {
  const now = clock.now()
  const { notAfter, error } = message
  if (now > notAfter)
    return expired(message, `Its notAfter (${notAfter.toISOString()}) passed before it could be sent.`)
  const awake = awakeFor(message, clock)
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
  return session.hold ? heldSettlement(holdError(session.hold), 'session', { now, notAfter }) : null
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
  const told = timeline.filter((entry: TimelineEntry) => entry.source === 'meta')
  const entry = told.find((candidate) => candidate.attempt === attempt) ?? told[0]
  return {
    sending: 'accepted',
    wamid: entry?.wamid ?? wamid ?? '',
    note: "Meta's status shows that it was accepted.",
  }
}
