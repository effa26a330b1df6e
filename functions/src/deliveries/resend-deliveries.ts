import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { WaypostError, type ReplayRequest } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { mapConcurrent } from '../kernel/map-concurrent.ts'
import { after } from '../kernel/clock.ts'
import { isErased, TASK_GRACE_SECONDS, type StoredDelivery } from './delivery.ts'
import type { DeliveryFilter, DeliveryStore } from './delivery-store.ts'
import type { Endpoint } from './endpoint.ts'
import { mayReadDelivery, readerKeys } from './endpoint-scope.ts'
import type { EndpointStore } from './endpoint-store.ts'
import { enqueueDelivery } from './enqueue-delivery.ts'

export interface ResendNeeds extends Pick<
  KernelServices & SessionServices,
  'freshSessions' | 'clock' | 'tasks' | 'log'
> {
  deliveries: Pick<DeliveryStore, 'list' | 'count' | 'updateIfUnchanged'>
  endpoints: Pick<EndpointStore, 'find'>
}

/**
 * Resends a delivery in any state: the same id, the same body, all attempts again.
 * @throws WaypostError `DELIVERY_NOT_FOUND` when its person was erased, `ENDPOINT_NOT_FOUND`, `ENDPOINT_DISABLED`
 */
export async function resendDelivery(delivery: StoredDelivery, needs: ResendNeeds): Promise<StoredDelivery> {
  if (isErased(delivery))
    throw new WaypostError('DELIVERY_NOT_FOUND', {
      message: 'The data of this contact was erased: nothing is left to deliver.',
    })
  const endpoint = await needs.endpoints.find(delivery.endpointId)
  if (!endpoint) throw new WaypostError('ENDPOINT_NOT_FOUND', { message: 'Its endpoint was deleted.' })
  if (!acceptsDeliveries(endpoint)) throw new WaypostError('ENDPOINT_DISABLED')
  return (await requeueDelivery(delivery, needs)) ?? delivery
}

const acceptsDeliveries = ({ enabled, url }: Endpoint): boolean => enabled && url !== undefined

/** Null: it changed concurrently. */
async function requeueDelivery(delivery: StoredDelivery, needs: ResendNeeds): Promise<StoredDelivery | null> {
  const now = needs.clock.now()
  const begun = await needs.deliveries.updateIfUnchanged(delivery, {
    state: 'pending',
    attemptBase: delivery.attempt,
    wakeAt: after(now, TASK_GRACE_SECONDS),
  })
  // The task of its next attempt may be waiting for its time: this one is another.
  if (begun) await enqueueDelivery(begun, needs, { again: String(now.getTime()) })
  return begun
}

/** Limit of one replay. */
const MAX_REPLAYED = 1000
const AT_ONCE = 20

/**
 * Makes all deliveries again that a filter finds.
 * @throws WaypostError `INVALID_REQUEST` when there are more than a thousand
 */
export async function replayDeliveries(
  input: ReplayRequest,
  caller: Caller,
  needs: ResendNeeds,
): Promise<{ readonly replayed: number; readonly skipped: number }> {
  const sessions = await needs.freshSessions()
  const filters = filtersOf(input, readerKeys(caller, sessions))
  const counts = await Promise.all(filters.map((filter) => needs.deliveries.count(filter)))
  const found = counts.reduce((sum, count) => sum + count, 0)
  if (found > MAX_REPLAYED)
    throw new WaypostError('INVALID_REQUEST', {
      message: `${String(found)} deliveries match, and ${String(MAX_REPLAYED)} are replayed at a time: choose a shorter time with since and until, or one endpoint.`,
    })
  const pages = await Promise.all(
    filters.map((filter) => needs.deliveries.list({ ...filter, limit: MAX_REPLAYED })),
  )
  const deliveries = pages.flat().filter((delivery) => mayReadDelivery(caller, delivery, sessions))
  const willing = await enabledEndpoints(deliveries, needs)
  const oldestFirst = deliveries
    .filter((delivery) => willing.has(delivery.endpointId) && !isErased(delivery))
    .toReversed()
  const begun = await mapConcurrent(oldestFirst, AT_ONCE, (delivery) => requeueDelivery(delivery, needs))
  return { replayed: begun.filter(Boolean).length, skipped: deliveries.length - oldestFirst.length }
}

/** Firestore answers for one state at a time. */
function filtersOf(
  { since, until, failedOnly, endpoint }: ReplayRequest,
  readers: DeliveryFilter['readers'],
): Omit<DeliveryFilter, 'limit'>[] {
  const shared = {
    readers,
    since: new Date(since),
    ...(until !== undefined && { until: new Date(until) }),
    ...(endpoint !== undefined && { endpointId: endpoint }),
  }
  return failedOnly
    ? [
        { ...shared, state: 'exhausted' },
        { ...shared, state: 'cancelled' },
      ]
    : [shared]
}

async function enabledEndpoints(
  deliveries: readonly StoredDelivery[],
  { endpoints }: ResendNeeds,
): Promise<Set<string>> {
  const ids = [...new Set(deliveries.map(({ endpointId }) => endpointId))]
  const found = await mapConcurrent(ids, AT_ONCE, (id) => endpoints.find(id))
  return new Set(found.flatMap((endpoint) => (endpoint && acceptsDeliveries(endpoint) ? [endpoint.id] : [])))
}
