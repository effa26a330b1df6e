import { claimAndSend, type ClaimAndSendNeeds } from './claim-and-send.ts'
import type { MessageStore } from '../messages/message-store.ts'

export interface RunQueuedAttemptNeeds extends ClaimAndSendNeeds {
  messages: Pick<MessageStore, 'find' | 'updateIfUnchanged' | 'settle' | 'endFollowUp'>
}

/** A task's work: one attempt of one message. */
export interface QueuedAttempt {
  readonly messageId: string
  readonly attempt: number
}

/**
 * Makes the attempt that a task stands for, unless it was made: by the sweep, by another delivery of the
 * same task, or because the message was cancelled.
 */
export async function runQueuedAttempt(
  { messageId, attempt }: QueuedAttempt,
  needs: RunQueuedAttemptNeeds,
): Promise<'attempted' | 'outdated'> {
  const message = await needs.messages.find(messageId)
  if (message?.attempt !== attempt - 1 || (message.sending !== 'queued' && message.sending !== 'errored'))
    return 'outdated'
  await claimAndSend(message, needs)
  return 'attempted'
}
