import type { DeliveryView } from '@waypost/contract'
import { isErased, type Delivery, type LoggedAttempt } from './delivery.ts'

/** A delivery as the API shows it in a list. */
export function deliveryView(delivery: Delivery): DeliveryView {
  const { id, endpointId, eventId, type, state, attempt, createdAt, wakeAt, body } = delivery
  return {
    id,
    endpoint: endpointId,
    event: eventId,
    type,
    state,
    attempts: attempt,
    createdAt: createdAt.toISOString(),
    ...(state === 'retrying' && wakeAt && { retryAt: wakeAt.toISOString() }),
    ...(!isErased(delivery) && { body: JSON.parse(body) as NonNullable<DeliveryView['body']> }),
  }
}

/** The same with its attempts, oldest first. */
export const deliveryWithLog = (delivery: Delivery): DeliveryView => ({
  ...deliveryView(delivery),
  log: delivery.log.map(attemptView),
})

const attemptView = ({ at, error, ...attempt }: LoggedAttempt) => ({
  at: at.toISOString(),
  ...attempt,
  ...(error !== undefined && { reason: error }),
})
