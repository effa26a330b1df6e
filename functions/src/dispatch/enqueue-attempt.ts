import type { KernelServices } from '../kernel/kernel-services.ts'
import type { StoredMessage } from '../messages/message.ts'

/**
 * Puts the next attempt of a queued message into the task queue. The task is named after message and
 * attempt, so that it is one task however often it is asked for. Without a task the sweep sends the message.
 * @param at not before this instant; at once when left out
 */
export async function enqueueAttempt(
  { id, attempt }: StoredMessage,
  { tasks, log }: Pick<KernelServices, 'tasks' | 'log'>,
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

/**
 * Enqueues whatever is due of a message: its `wakeAt`, which is part of the task's name, tells whether the message was
 * changed since. Without a task the message is due again at that time.
 * @returns whether it was enqueued
 */
export async function enqueueDue(
  { id, wakeAt, trial }: { readonly id: string; readonly wakeAt?: Date; readonly trial?: boolean },
  at: Date,
  { tasks, log }: Pick<KernelServices, 'tasks' | 'log'>,
): Promise<boolean> {
  if (!wakeAt) return false
  const task = `${id}-due-${String(wakeAt.getTime())}`
  const data = { messageId: id, wakeAt: wakeAt.toISOString(), ...(trial && { trial }) }
  try {
    await tasks.enqueue({ queue: 'dispatchMessage', id: task, data, at })
    return true
  } catch (error) {
    log.warn('message.not_enqueued', { messageId: id }, error)
    return false
  }
}
