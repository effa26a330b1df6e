import type { KernelServices } from '../kernel/kernel-services.ts'
import type { Delivery } from './delivery.ts'

/**
 * Puts the next attempt of a delivery into the task queue; without a task the sweep makes it.
 * @param when `at`: not before this instant. `again`: what makes it another task than the one that waits for its time.
 */
export async function enqueueDelivery(
  { id, endpointId, attempt }: Delivery,
  { tasks, log }: Pick<KernelServices, 'tasks' | 'log'>,
  { at, again = '', isSlow = false }: { at?: Date; again?: string; isSlow?: boolean } = {},
): Promise<void> {
  try {
    await tasks.enqueue({
      queue: isSlow ? 'deliverSlowEvent' : 'deliverEvent',
      id: `${id}-${String(attempt + 1)}${again && `-${again}`}`,
      data: { deliveryId: id, endpointId, attempt: attempt + 1 },
      ...(at && { at }),
    })
  } catch (error) {
    log.warn('delivery.not_enqueued', { deliveryId: id }, error)
  }
}
