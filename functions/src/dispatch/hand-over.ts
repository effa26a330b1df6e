import type { KernelServices } from '../kernel/kernel-services.ts'
import { after } from '../kernel/clock.ts'
import { mapConcurrent } from '../kernel/map-concurrent.ts'
import type { DueMessage, MessageStore } from '../messages/message-store.ts'
import { sendRate } from '../sessions/send-rate.ts'
import type { Session } from '../sessions/session.ts'
import { enqueueDue } from './enqueue-attempt.ts'
import { TASK_GRACE_SECONDS } from './initial-state.ts'

export interface HandOverNeeds extends Pick<KernelServices, 'clock' | 'tasks' | 'log'> {
  messages: Pick<MessageStore, 'postponeDue'>
  /** Messages per second of a session without a rate of its own. */
  ratePerSecond: number
}

/** A message to hand over, and whether it tries a session that an outage holds. */
export interface HandedMessage extends DueMessage {
  readonly trial?: boolean
}

const TASKS_AT_ONCE = 50

/** Messages per second of a session, known or deleted. */
export const rateOf = (session: Pick<Session, 'standing'>, { ratePerSecond }: HandOverNeeds): number =>
  sendRate(session, ratePerSecond)

/**
 * Hands due messages of one session over to tasks, spaced at its rate. Each is due again if its task is lost, and not
 * before: a message that keeps failing goes to the end, so it does not block the others.
 * @param from when the first one may be sent
 * @returns how many could not be handed over
 */
export async function handOver(
  due: readonly HandedMessage[],
  session: Pick<Session, 'standing'>,
  needs: HandOverNeeds & { readonly from?: Date },
): Promise<number> {
  const { messages, clock, from = clock.now() } = needs
  const gap = 1 / rateOf(session, needs)
  const planned = due.map((message, index) => {
    const at = after(from, index * gap)
    return { message, at, wakeAt: after(at, TASK_GRACE_SECONDS) }
  })
  const postponed = await messages.postponeDue(planned)
  const moved = planned.filter((_message, index) => postponed[index])
  const enqueued = await mapConcurrent(moved, TASKS_AT_ONCE, ({ message: { id, trial }, at, wakeAt }) =>
    enqueueDue({ id, wakeAt, ...(trial && { trial }) }, at, needs),
  )
  return enqueued.filter((isEnqueued) => !isEnqueued).length
}
