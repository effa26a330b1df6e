import type { KernelServices } from '../kernel/kernel-services.ts'
import { WaypostError } from '@waypost/contract'
import { after } from '../kernel/clock.ts'
import { unknownAttempts } from './unknown-outcome.ts'
import { enqueueAttempt } from './enqueue-attempt.ts'
import { TASK_GRACE_SECONDS } from './initial-state.ts'
import type { AwaitReply } from '../messages/await-reply.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { Sending } from '../messages/send-state.ts'
import { isDelivered, messageStatus } from '../messages/message-status.ts'
import type { MessageStore } from '../messages/message-store.ts'

export interface RetryMessageNeeds extends Pick<KernelServices, 'clock' | 'tasks' | 'log'> {
  messages: Pick<MessageStore, 'updateIfUnchanged'>
  /** Without it a reply cancels nothing. */
  awaitReply: AwaitReply
}

/** What asking again for a message does. */
export interface RetryPlan {
  /** In words: what will happen, and what may go wrong. */
  readonly will: string
  /** Whether the recipient may get it twice. */
  readonly mayDouble: boolean
  readonly notAfter: Date
}

const retryable: readonly Sending[] = ['failed', 'unknown', 'expired', 'errored', 'held']

/**
 * Plans a manual retry of a message. Its attempts are counted from here, and its validity period starts again.
 * @throws WaypostError `MESSAGE_STATE_CONFLICT` when it arrived, is being sent or was cancelled
 */
export function retryPlan(message: StoredMessage, now: Date): RetryPlan {
  const { sending, createdAt, askedAgainAt = createdAt, notAfter } = message
  if (isDelivered(message) || !retryable.includes(sending))
    throw new WaypostError('MESSAGE_STATE_CONFLICT', {
      id: message.id,
      message: `The message is ${messageStatus(message)}: only a failed, expired, unknown, errored or held one can be retried.`,
    })
  const mayDouble = sending === 'unknown' || unknownAttempts(message) > 0
  return {
    will: mayDouble
      ? 'It is sent again. Its first attempt may have arrived: the recipient may get it twice.'
      : 'It is sent again, with as many tries as a new message.',
    mayDouble,
    notAfter: after(now, (notAfter.getTime() - askedAgainAt.getTime()) / 1000),
  }
}

/** Asks for a message again. @throws WaypostError like `retryPlan`, also when somebody changed it meanwhile */
export async function retryMessage(
  message: StoredMessage,
  by: string,
  needs: RetryMessageNeeds,
): Promise<{ message: StoredMessage; plan: RetryPlan }> {
  const now = needs.clock.now()
  const plan = retryPlan(message, now)
  const { id, attempt } = message
  if (message.cancelOn.includes('reply')) await needs.awaitReply({ ...message, notAfter: plan.notAfter })
  const queued = await needs.messages.updateIfUnchanged(message, {
    sending: 'queued',
    attemptBase: attempt,
    uncounted: 0,
    askedAgainAt: now,
    notAfter: plan.notAfter,
    wakeAt: after(now, TASK_GRACE_SECONDS),
    error: null,
    entry: { source: 'waypost', at: now, status: 'queued', attempt, note: `Asked for again by ${by}.` },
  })
  if (!queued)
    throw new WaypostError('MESSAGE_STATE_CONFLICT', {
      id,
      message: 'The message changed in this moment. Look at it again.',
    })
  await enqueueAttempt(queued, needs)
  return { message: queued, plan }
}
