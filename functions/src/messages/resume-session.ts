import { WaypostError } from '@waypost/contract'
import type { GraphClient } from '../graph/graph-client.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import { senderOf } from '../graph/sender-of.ts'
import { after, type Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { NewEvent, RaiseEvent } from '../sessions/raise-event.ts'
import type { Hold, Session } from '../sessions/session.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import { sentence } from './message-error.ts'
import type { StoredMessage } from './message.ts'
import type { MessageStore } from './message-store.ts'

export interface WakeHeldNeeds {
  messages: Pick<MessageStore, 'heldBySession' | 'move'>
  /** Messages per second of a session. */
  ratePerSecond: number
  clock: Clock
  log: Log
}

export interface ResumeNeeds extends WakeHeldNeeds {
  resume: SessionStore['resume']
  raiseEvent: RaiseEvent
  graph: Pick<GraphClient, 'probe'>
}

/** Every instance has heard of the resumption by then (sessions are remembered for half a minute). */
const HEARD_SECONDS = 35
/** While others may still hold messages by what they remember, the sweep looks for such stragglers. */
export const STRAGGLER_SECONDS = 600
const MOST_WOKEN = 500

/**
 * Ends a hold, after Meta was asked whether the number works again. Held messages wake, spread over the
 * allowed rate; those beyond the first five hundred follow with the next sweeps.
 * @throws WaypostError the reason why Meta still refuses: then the hold stays
 */
export async function resumeSession(session: Session, needs: ResumeNeeds): Promise<{ woken: number }> {
  const failure = session.channel === 'cloud' ? await needs.graph.probe(senderOf(session, 'live')) : null
  if (failure) {
    const { code, advice } = ruleFor(failure)
    throw new WaypostError(code, {
      message: `Meta still refuses: ${sentence(failure.details ?? failure.message ?? 'no reason given')} ${advice}`,
      meta: failure,
    })
  }
  const at = needs.clock.now()
  // First told, then done: who dies in between tells the same again.
  if (session.hold) await needs.raiseEvent(resumedEvent(session, session.hold, at))
  await needs.resume(session.id, at)
  needs.log.info('session.resumed', { sessionId: session.id })
  return { woken: await wakeHeld(session.id, needs) }
}

/** One for each hold that ended. */
const resumedEvent = ({ id }: Session, { since }: Hold, at: Date): NewEvent => ({
  type: 'session.resumed',
  words: [id, since.toISOString()],
  sessionId: id,
  at,
  data: { session: id },
})

/** Queues messages that waited for this session's repair, one after the other. @returns how many */
export async function wakeHeld(sessionId: string, needs: WakeHeldNeeds): Promise<number> {
  const held = await needs.messages.heldBySession(sessionId, MOST_WOKEN)
  const first = after(needs.clock.now(), HEARD_SECONDS)
  const woken = await Promise.all(
    held.map((message, i) => wake(message, after(first, i / needs.ratePerSecond), needs)),
  )
  return woken.filter(Boolean).length
}

const wake = (
  message: StoredMessage,
  wakeAt: Date,
  { messages, clock }: WakeHeldNeeds,
): Promise<StoredMessage | null> =>
  messages.move(message, {
    sending: 'queued',
    wakeAt,
    error: null,
    entry: {
      source: 'waypost',
      at: clock.now(),
      status: 'queued',
      attempt: message.attempt,
      note: 'Its session was resumed.',
    },
  })
