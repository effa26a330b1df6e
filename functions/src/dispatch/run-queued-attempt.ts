import { claimAndSend, type ClaimAndSendNeeds } from './claim-and-send.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { processDue } from './process-due.ts'

export interface RunQueuedAttemptNeeds extends ClaimAndSendNeeds {
  messages: ClaimAndSendNeeds['messages'] & Pick<MessageStore, 'find'>
}

/**
 * A task's work on one message: the attempt it was queued for, or, handed over by the sweep, whatever is due; `wakeAt`
 * tells whether the message was changed since. `trial`: it tries a session that an outage holds.
 */
export type QueuedAttempt =
  | { readonly messageId: string; readonly attempt: number }
  | { readonly messageId: string; readonly wakeAt: string; readonly trial?: boolean | undefined }

/**
 * Does what a task stands for, unless it was done: by another task, by another delivery of the same task, or because
 * the message was cancelled.
 */
export async function runQueuedAttempt(
  work: QueuedAttempt,
  needs: RunQueuedAttemptNeeds,
): Promise<'attempted' | 'outdated'> {
  const message = await needs.messages.find(work.messageId)
  if (!message) return 'outdated'
  if ('attempt' in work) {
    if (message.attempt !== work.attempt - 1 || !isWaiting(message)) return 'outdated'
    await claimAndSend(message, needs)
    return 'attempted'
  }
  if (message.wakeAt?.toISOString() !== work.wakeAt) return 'outdated'
  if (work.trial === true) await claimAndSend(message, { ...needs, trial: true })
  else await processDue(message, needs)
  return 'attempted'
}

const isWaiting = ({ sending }: { readonly sending: string }): boolean =>
  sending === 'queued' || sending === 'errored'
