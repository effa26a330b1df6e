import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { WaypostError } from '@waypost/contract'
import type { GraphClient } from '../graph/graph-client.ts'
import { ruleFor } from '../graph/meta-error-table.ts'
import { graphSender } from '../graph/graph-sender.ts'
import { after } from '../kernel/clock.ts'
import { mapConcurrent } from '../kernel/map-concurrent.ts'
import { sendRate } from '../sessions/send-rate.ts'
import { enqueueDue } from './enqueue-attempt.ts'
import { TASK_GRACE_SECONDS } from './initial-state.ts'
import type { NewEvent, EventServices } from '../events/publish-event.ts'
import type { Hold, Session } from '../sessions/session.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import { asSentence } from '../messages/message-error.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'

/** A session whose held messages wake. */
export type ResumedSession = Pick<Session, 'id' | 'standing' | 'resumedAt'> & {
  readonly requeuedUntil: Date
}

export interface RequeueHeldNeeds extends Pick<
  KernelServices & SessionServices,
  'invalidateSessions' | 'clock' | 'tasks' | 'log'
> {
  messages: Pick<MessageStore, 'listHeldBySession' | 'updateIfUnchanged'>
  /** Messages per second of a session. */
  ratePerSecond: number
  setRequeuedUntil: SessionStore['setRequeuedUntil']
}

export interface ResumeNeeds
  extends RequeueHeldNeeds, Pick<KernelServices & EventServices, 'alert' | 'publishEvent'> {
  resume: SessionStore['resume']
  graph: Pick<GraphClient, 'probe'>
}

/** Every instance knows of the resumption by then: sessions are cached for 30 seconds. */
const PROPAGATION_SECONDS = 35
/** While others may still hold messages by what they remember, the sweep looks for such stragglers. */
const STRAGGLER_SECONDS = 600
const WRITES_AT_ONCE = 50

/**
 * Ends a hold, after Meta was asked whether the number works again. Held messages wake, spread over the
 * allowed rate; the sweep goes on until none is held.
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
  return endHold(session, needs)
}

/** Ends the hold of an outage: a message got through, or nothing waits. */
export async function endOutage(session: Session, needs: ResumeNeeds): Promise<void> {
  const { id, hold } = session
  if (!hold) return
  const message = 'Meta works again: held messages are sent.'
  const alert = {
    event: 'session.outage_ended',
    about: id,
    code: hold.code,
    message,
    severity: 'info',
  } as const
  await needs.alert({ ...alert, at: needs.clock.now() })
  await endHold(session, needs)
}

async function endHold(session: Session, needs: ResumeNeeds): Promise<{ woken: number }> {
  const at = needs.clock.now()
  const requeuedUntil = after(at, PROPAGATION_SECONDS)
  // Published first: after a crash in between, the repetition publishes the same event again.
  if (session.hold) await needs.publishEvent(resumedEvent(session, session.hold, at))
  await needs.resume(session.id, at)
  needs.invalidateSessions()
  needs.log.info('session.resumed', { sessionId: session.id })
  return { woken: await requeueHeld({ ...session, resumedAt: at, requeuedUntil }, needs) }
}

/** One for each hold that ended. */
const resumedEvent = ({ id }: Session, { since }: Hold, at: Date): NewEvent => ({
  type: 'session.resumed',
  dedupeKey: [id, since.toISOString()],
  sessionId: id,
  at,
  data: { session: id },
})

/** Messages read at a time. */
const PAGE = 250
/** A run gives out times to send for so long: until after the next run. */
const PLAN_SECONDS = 90

/**
 * Gives held messages of a resumed session times to send, one after the other at its rate, those that expire first
 * before the others. Repeated by the sweep until none is held. @returns how many it queued
 */
export async function requeueHeld(session: ResumedSession, needs: RequeueHeldNeeds): Promise<number> {
  const now = needs.clock.now()
  const start = session.requeuedUntil > now ? session.requeuedUntil : now
  const gap = 1 / sendRate(session, needs.ratePerSecond)
  const slots = Math.floor((after(now, PLAN_SECONDS).getTime() - start.getTime()) / 1000 / gap)
  let queued = 0
  let isEmpty = false
  for (let given = 0; given < slots && !isEmpty;) {
    const limit = Math.min(PAGE, slots - given)
    const page = await needs.messages.listHeldBySession(session.id, limit)
    const first = given
    const done = await mapConcurrent(page, WRITES_AT_ONCE, (message, index) =>
      requeue(message, after(start, (first + index) * gap), needs),
    )
    queued += done.filter((message) => message !== null).length
    given += page.length
    isEmpty = page.length < limit
    if (page.length > 0) await needs.setRequeuedUntil(session.id, after(start, given * gap))
  }
  if (queued === 0 && isEmpty && now > after(session.resumedAt ?? now, STRAGGLER_SECONDS))
    await needs.setRequeuedUntil(session.id, null)
  if (queued > 0) needs.invalidateSessions()
  return queued
}

async function requeue(
  message: StoredMessage,
  at: Date,
  { messages, tasks, clock, log }: RequeueHeldNeeds,
): Promise<StoredMessage | null> {
  const queued = await messages.updateIfUnchanged(message, {
    sending: 'queued',
    wakeAt: after(at, TASK_GRACE_SECONDS),
    error: null,
    entry: {
      source: 'waypost',
      at: clock.now(),
      status: 'queued',
      attempt: message.attempt,
      note: 'Its session was resumed.',
    },
  })
  if (queued) await enqueueDue(queued, at, { tasks, log })
  return queued
}
