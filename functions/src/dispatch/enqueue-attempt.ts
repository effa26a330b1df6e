import type { Log } from '../kernel/log.ts'
import type { TaskQueue } from '../kernel/task-queue.ts'
import type { StoredMessage } from '../messages/message.ts'

export interface EnqueueNeeds {
  tasks: TaskQueue
  log: Log
}

/**
 * Puts the next attempt of a queued message into the task queue. The task is named after message and
 * attempt, so that it is one task however often it is asked for. Without a task the sweep sends the message.
 * @param at not before this instant; at once when left out
 */
export async function enqueueAttempt(
  { id, attempt }: StoredMessage,
  { tasks, log }: EnqueueNeeds,
  at?: Date,
): Promise<void> {
  const next = attempt + 1
  try {
    await tasks.enqueue({
      queue: 'dispatchMessage',
      id: `${id}-${String(next)}`,
      data: { messageId: id, attempt: next },
      ...(at && { at }),
    })
  } catch (error) {
    log.warn('message.not_enqueued', { messageId: id }, error)
  }
}
