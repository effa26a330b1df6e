import { mapConcurrent } from '../kernel/map-concurrent.ts'
import { after } from '../kernel/clock.ts'
import { attemptDelivery, type AttemptDeliveryNeeds } from './attempt-delivery.ts'
import type { StoredDelivery } from './delivery.ts'
import type { DeliveryStore } from './delivery-store.ts'

export interface SweepDeliveriesNeeds extends AttemptDeliveryNeeds {
  deliveries: AttemptDeliveryNeeds['deliveries'] & Pick<DeliveryStore, 'listDue'>
}

/** Deliveries asked for at a time, how many are made together, and when a run leaves the rest to the next. */
const SWEEP = { page: 200, atOnce: 20, seconds: 45 }

/** Makes every delivery whose task did not come: never enqueued, lost, or held by somebody who died. */
export async function sweepDeliveries(needs: SweepDeliveriesNeeds): Promise<void> {
  const until = after(needs.clock.now(), SWEEP.seconds)
  let due = 0
  for (let full = true; full && needs.clock.now() < until;) {
    const page = await needs.deliveries.listDue(needs.clock.now(), SWEEP.page)
    const created = await mapConcurrent(page, SWEEP.atOnce, (delivery) => attempted(delivery, needs))
    due += page.length
    // A page that failed as a whole would come again and again.
    full = page.length === SWEEP.page && created.some(Boolean)
  }
  if (due > 0) needs.log.info('delivery_sweep.done', { due })
}

/** One delivery in trouble does not stop the others. */
async function attempted(delivery: StoredDelivery, needs: SweepDeliveriesNeeds): Promise<boolean> {
  try {
    await attemptDelivery({ deliveryId: delivery.id, endpointId: delivery.endpointId }, needs)
    return true
  } catch (error) {
    needs.log.error('delivery.wake_failed', { deliveryId: delivery.id }, error)
    await postpone(delivery, needs)
    return false
  }
}

/** Deliveries in trouble leave the head of the sweep, so that they do not keep others from it. */
const TROUBLE_SECONDS = 300

async function postpone(delivery: StoredDelivery, { deliveries, clock, log }: SweepDeliveriesNeeds) {
  const { state, id } = delivery
  try {
    await deliveries.updateIfUnchanged(delivery, { state, wakeAt: after(clock.now(), TROUBLE_SECONDS) })
  } catch (error) {
    log.error('delivery.not_postponed', { deliveryId: id }, error)
  }
}
