import { onTaskDispatched, type TaskQueueOptions } from 'firebase-functions/v2/tasks'
import { z } from 'zod'
import { dispatchQueued, type DispatchQueuedNeeds } from './dispatch-queued.ts'

const QueuedAttempt = z.object({ messageId: z.string(), attempt: z.number() })

/** The function `dispatchMessage`: queued messages, at the pace of the queue. */
export const dispatchMessageFunction = (
  options: TaskQueueOptions,
  needs: () => Promise<DispatchQueuedNeeds>,
) =>
  onTaskDispatched(options, async ({ data }) => {
    await dispatchQueued(QueuedAttempt.parse(data), await needs())
  })
