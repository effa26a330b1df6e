import { WaypostError } from '@waypost/contract'
import type { GraphClient } from '../graph/graph-client.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import { graphSender } from '../graph/graph-sender.ts'
import { after, type Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { NewEvent, PublishEvent } from '../events/publish-event.ts'
import type { Hold, Session } from '../sessions/session.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import { asSentence } from '../messages/message-error.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'

export interface RequeueHeldNeeds {
  messages: Pick<MessageStore, 'listHeldBySession' | 'updateIfUnchanged'>
  /** Messages per second of a session. */
  ratePerSecond: number
  clock: Clock
  log: Log
}

export interface ResumeNeeds extends RequeueHeldNeeds {
  resume: SessionStore['resume']
  publishEvent: PublishEvent
  graph: Pick<GraphClient, 'probe'>
}

/** Every instance has heard of the resumption by then (sessions are remembered for half a minute). */
const PROPAGATION_SECONDS = 35
/** While others may still hold messages by what they remember, the sweep looks for such stragglers. */
export const STRAGGLER_SECONDS = 600
const MAX_REQUEUED = 500

/**
 * Ends a hold, after Meta was asked whether the number works again. Held messages wake, spread over the
 * allowed rate; those beyond the first five hundred follow with the next sweeps.
 * @throws WaypostError the reason why Meta still refuses: then the hold stays
 */
export async function resumeSession(session: Session, needs: ResumeNeeds): Promise<{ woken: number }> {
  const failure = session.channel === 'cloud' ? await needs.graph.probe(graphSender(session, 'live')) : null
  if (failure) {
    const { code, hint } = ruleFor(failure)
    throw new WaypostError(code, {
      message: `Meta still refuses: ${asSentence(failure.details ?? failure.message ?? 'no reason given')} ${hint}`,
      meta: failure,
    })
  }
  const at = needs.clock.now()
  // First told, then done: who dies in between tells the same again.
  if (session.hold) await needs.publishEvent(resumedEvent(session, session.hold, at))
  await needs.resume(session.id, at)
  needs.log.info('session.resumed', { sessionId: session.id })
  return { woken: await requeueHeld(session.id, needs) }
}

/** One for each hold that ended. */
const resumedEvent = ({ id }: Session, { since }: Hold, at: Date): NewEvent => ({
  type: 'session.resumed',
  dedupeKey: [id, since.toISOString()],
  sessionId: id,
  at,
  data: { session: id },
})

/** Queues messages that waited for this session's repair, one after the other. @returns how many */
export async function requeueHeld(sessionId: string, needs: RequeueHeldNeeds): Promise<number> {
  const held = await needs.messages.listHeldBySession(sessionId, MAX_REQUEUED)
  const first = after(needs.clock.now(), PROPAGATION_SECONDS)
  const woken = await Promise.all(
    held.map((message, i) => requeue(message, after(first, i / needs.ratePerSecond), needs)),
  )
  return woken.filter(Boolean).length
}

const requeue = (
  message: StoredMessage,
  wakeAt: Date,
  { messages, clock }: RequeueHeldNeeds,
): Promise<StoredMessage | null> =>
  messages.updateIfUnchanged(message, {
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
