import { onTaskDispatched, type TaskQueueOptions } from 'firebase-functions/v2/tasks'
import { z } from 'zod'
import { attemptDelivery, type AttemptDeliveryNeeds } from './attempt-delivery.ts'

const QueuedDelivery = z.object({ deliveryId: z.string(), endpointId: z.string(), attempt: z.number() })

/** The function `deliverEvent`: one attempt at one delivery. */
export const deliverEventFunction = (options: TaskQueueOptions, needs: () => Promise<AttemptDeliveryNeeds>) =>
  onTaskDispatched(options, async ({ data }) => {
    await attemptDelivery(QueuedDelivery.parse(data), await needs())
  })
