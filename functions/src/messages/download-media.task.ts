import { onTaskDispatched, type TaskQueueOptions } from 'firebase-functions/v2/tasks'
import { z } from 'zod'
import { downloadMedia, type DownloadMediaNeeds } from './download-media.ts'

const MediaTask = z.object({ messageId: z.string() })

/** Waits of 15, 30, 60 … seconds, an hour at most: two hours in all, well within Meta's seven days. */
const RETRY = { maxAttempts: 10, minBackoffSeconds: 15, maxBackoffSeconds: 3600 }

/** The function `downloadMedia`: the file of one inbound message. */
export const downloadMediaFunction = (
  options: Omit<TaskQueueOptions, 'retryConfig'>,
  needs: () => Promise<DownloadMediaNeeds>,
) =>
  onTaskDispatched({ ...options, retryConfig: RETRY }, async ({ data, retryCount }) => {
    const { messageId } = MediaTask.parse(data)
    await downloadMedia({ messageId, isLast: retryCount + 1 >= RETRY.maxAttempts }, await needs())
  })
