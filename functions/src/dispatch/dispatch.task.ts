import { onTaskDispatched, type TaskQueueOptions } from 'firebase-functions/v2/tasks'
import { z } from 'zod'
import { runQueuedAttempt, type RunQueuedAttemptNeeds } from './run-queued-attempt.ts'

const QueuedAttempt = z.union([
  z.object({ messageId: z.string(), attempt: z.number() }),
  z.object({ messageId: z.string(), wakeAt: z.iso.datetime(), trial: z.boolean().optional() }),
])

/** The function `dispatchMessage`: queued messages, at the pace of the queue. */
export const dispatchMessageFunction = (
  options: TaskQueueOptions,
  needs: () => Promise<RunQueuedAttemptNeeds>,
) =>
  onTaskDispatched(options, async ({ data }) => {
    await runQueuedAttempt(QueuedAttempt.parse(data), await needs())
  })
