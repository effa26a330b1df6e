import { attemptMessage, type AttemptNeeds } from './attempt-message.ts'
import type { MessageStore } from './message-store.ts'

export interface DispatchQueuedNeeds extends AttemptNeeds {
  messages: Pick<MessageStore, 'find' | 'move' | 'settle' | 'rest'>
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
export async function dispatchQueued(
  { messageId, attempt }: QueuedAttempt,
  needs: DispatchQueuedNeeds,
): Promise<'attempted' | 'outdated'> {
  const message = await needs.messages.find(messageId)
  if (message?.attempt !== attempt - 1 || (message.sending !== 'queued' && message.sending !== 'errored'))
    return 'outdated'
  await attemptMessage(message, needs)
  return 'attempted'
}
