import type { KernelServices } from '../kernel/kernel-services.ts'
import { after } from '../kernel/clock.ts'
import { newDelivery, ORDER_SECONDS } from './delivery.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { isSlow, type Endpoint } from './endpoint.ts'
import type { EndpointAuthority } from './endpoint-authority.ts'
import { enqueueDelivery } from './enqueue-delivery.ts'
import type { StoredEvent } from './event.ts'

export interface FanOutNeeds extends Pick<KernelServices, 'clock' | 'tasks' | 'log'> {
  /** May answer from memory: the address is asked for again at each attempt. */
  endpoint(id: string): Promise<Endpoint | null>
  deliveries: Pick<DeliveryStore, 'add'>
  confirmReceiver: EndpointAuthority['confirmReceiver']
}

/** Makes a delivery of an event for each endpoint that wanted it. Twice is once: a delivery's id is made of both. */
export async function fanOut(event: StoredEvent, needs: FanOutNeeds): Promise<void> {
  await Promise.all(event.endpointIds.map((endpointId) => deliverTo(endpointId, event, needs)))
}

async function deliverTo(endpointId: string, event: StoredEvent, needs: FanOutNeeds): Promise<void> {
  const endpoint = await needs.endpoint(endpointId)
  if (!endpoint || (endpoint.enabled && !(await needs.confirmReceiver(endpoint)))) return
  const now = needs.clock.now()
  const delivery = newDelivery(event, endpoint, now)
  await needs.deliveries.add(delivery)
  if (delivery.state === 'pending')
    await enqueueDelivery(delivery, needs, {
      ...(delivery.lane !== undefined && { at: after(now, ORDER_SECONDS) }),
      isSlow: isSlow(endpoint, now),
    })
}
