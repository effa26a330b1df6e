import type { KernelServices } from '../kernel/kernel-services.ts'
import { WaypostError } from '@waypost/contract'
import type { MessageObserver } from '../messages/message-observer.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { Sending } from '../messages/send-state.ts'
import { messageStatus } from '../messages/message-status.ts'
import type { MessageStore, SendingChange } from '../messages/message-store.ts'

export interface CancelNeeds extends Pick<KernelServices, 'clock'> {
  messages: Pick<MessageStore, 'find' | 'updateIfUnchanged'>
  onMessageChanged: MessageObserver
}

/** States in which a message waits and can be cancelled. */
const waiting: readonly Sending[] = ['queued', 'errored', 'held']
/** Somebody may write in the same moment, but not for ever. */
const MAX_TRIES = 3

/**
 * Calls a waiting message back. Cancelling twice is cancelling once.
 * @param because in words, for the timeline
 * @throws WaypostError `MESSAGE_STATE_CONFLICT` when it does not wait (any more)
 */
export async function cancelMessage(
  first: StoredMessage,
  because: string,
  needs: CancelNeeds,
): Promise<StoredMessage> {
  let message: StoredMessage | null = first
  for (let tries = 0; message && tries < MAX_TRIES; tries++) {
    if (message.sending === 'cancelled') return notified(message, needs)
    if (!waiting.includes(message.sending)) throw notWaiting(message)
    const { id } = message
    const cancelled = await needs.messages.updateIfUnchanged(
      message,
      cancellation(message, because, needs.clock.now()),
    )
    if (cancelled) return notified(cancelled, needs)
    message = await needs.messages.find(id)
  }
  throw notWaiting(message ?? first)
}

/** The change that cancels a message. */
export const cancellation = ({ attempt }: StoredMessage, because: string, at: Date): SendingChange => ({
  sending: 'cancelled',
  wakeAt: null,
  error: null,
  entry: { source: 'waypost', at, status: 'cancelled', attempt, note: because },
})

/** Notifies on every call: the process that cancelled the message may have died before it did. */
async function notified(message: StoredMessage, { onMessageChanged }: CancelNeeds): Promise<StoredMessage> {
  await onMessageChanged(message)
  return message
}

const notWaiting = (message: StoredMessage): WaypostError =>
  new WaypostError('MESSAGE_STATE_CONFLICT', {
    id: message.id,
    message: `The message is ${messageStatus(message)}: only one that waits (queued, errored, held) can be cancelled.`,
  })
