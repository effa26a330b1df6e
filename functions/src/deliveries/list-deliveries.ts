import type { SessionServices } from '../sessions/session-services.ts'
import { WaypostError, type ListDeliveriesQuery } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { paginate, type Page } from '../http/page.ts'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import type { StoredDelivery } from './delivery.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { mayReadDelivery, readerKeys } from './endpoint-scope.ts'

export interface ListDeliveriesNeeds extends Pick<SessionServices, 'freshSessions'> {
  deliveries: Pick<DeliveryStore, 'find' | 'list'>
}

/** One page of the deliveries a caller may see. */
export async function listDeliveries(
  query: ListDeliveriesQuery,
  caller: Caller,
  { deliveries, freshSessions }: ListDeliveriesNeeds,
): Promise<Page<StoredDelivery>> {
  const { endpoint, since, until, cursor, limit, ...filter } = query
  const list = JSON.stringify(['deliveries', endpoint, since, until, filter.state, filter.type])
  const sessions = await freshSessions()
  const found = await deliveries.list({
    ...filter,
    readers: readerKeys(caller, sessions),
    ...(endpoint !== undefined && { endpointId: endpoint }),
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
    ...(cursor !== undefined && { after: decodeCursor(cursor, list) }),
    // One more than asked for tells whether there is another page.
    limit: limit + 1,
  })
  const page = paginate(found, limit, ({ createdAt, id }) => encodeCursor({ at: createdAt, id }, list))
  return { ...page, items: page.items.filter((delivery) => mayReadDelivery(caller, delivery, sessions)) }
}

/** @throws WaypostError `DELIVERY_NOT_FOUND`, also for somebody else's */
export async function findDelivery(
  id: string,
  caller: Caller,
  { deliveries, freshSessions }: ListDeliveriesNeeds,
): Promise<StoredDelivery> {
  const delivery = /^dlv_[0-9a-z]{26}$/.test(id) ? await deliveries.find(id) : null
  if (!delivery || !mayReadDelivery(caller, delivery, await freshSessions()))
    throw new WaypostError('DELIVERY_NOT_FOUND')
  return delivery
}
