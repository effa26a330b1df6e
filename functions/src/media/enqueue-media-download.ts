import type { TaskQueue } from '../kernel/task-queue.ts'
import type { Message } from '../messages/message.ts'
import type { MessageMedia } from '../messages/message-media.ts'

/**
 * Has the file of a stored message fetched from Meta, at once. One task for each message, however often it is asked
 * for. Rejects when the task could not be enqueued: ask again.
 */
export type EnqueueMediaDownload = (
  message: Pick<Message, 'id'> & { readonly media?: MessageMedia },
) => Promise<void>

export const enqueueMediaDownload =
  (tasks: TaskQueue): EnqueueMediaDownload =>
  async ({ id, media }) => {
    if (media?.state === 'pending')
      await tasks.enqueue({ queue: 'downloadMedia', id, data: { messageId: id } })
  }
