import { onTaskDispatched, type TaskQueueOptions } from 'firebase-functions/v2/tasks'
import { z } from 'zod'
import { attemptDelivery, type AttemptDeliveryNeeds, type DeliveryQueue } from './attempt-delivery.ts'

const QueuedDelivery = z.object({ deliveryId: z.string(), endpointId: z.string(), attempt: z.number() })

/** The functions `deliverEvent` and `deliverSlowEvent`: one attempt at one delivery. */
export const deliverEventFunction = (
  options: TaskQueueOptions,
  needs: () => Promise<AttemptDeliveryNeeds>,
  queue: DeliveryQueue = 'deliverEvent',
) =>
  onTaskDispatched(options, async ({ data }) => {
    await attemptDelivery({ ...QueuedDelivery.parse(data), queue }, await needs())
  })
