import { onTaskDispatched, type TaskQueueOptions } from 'firebase-functions/v2/tasks'
import { z } from 'zod'
import { downloadMedia, type DownloadMediaNeeds } from './download-media.ts'

const MediaTask = z.object({ messageId: z.string() })

/** Waits of 15, 30, 60 … seconds: two hours in all, well within Meta's seven days. */
const TRIES = 10
/** More than that, so that a last try which the platform lost is made again and can say that it was the last. */
const RETRY = { maxAttempts: TRIES + 3, minBackoffSeconds: 15, maxBackoffSeconds: 3600 }

/** The function `downloadMedia`: the file of one inbound message. */
export const downloadMediaFunction = (
  options: Omit<TaskQueueOptions, 'retryConfig'>,
  needs: () => Promise<DownloadMediaNeeds>,
) =>
  onTaskDispatched({ ...options, retryConfig: RETRY }, async ({ data, retryCount }) => {
    const { messageId } = MediaTask.parse(data)
    await downloadMedia({ messageId, isLast: retryCount + 1 >= TRIES }, await needs())
  })
