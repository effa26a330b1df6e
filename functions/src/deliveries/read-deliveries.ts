import { WaypostError, type ListDeliveriesQuery } from '@waypost/contract'
import type { Caller } from '../access/caller.ts'
import { pageOf, type Page } from '../access/page.ts'
import { readCursor, writeCursor } from '../access/page-cursor.ts'
import type { Session } from '../sessions/session.ts'
import type { StoredDelivery } from './delivery.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { mayRead, readerWords } from './endpoint-scope.ts'

export interface ReadDeliveriesNeeds {
  deliveries: Pick<DeliveryStore, 'find' | 'list'>
  freshSessions(): Promise<readonly Session[]>
}

/** One page of the deliveries a caller may see. */
export async function listDeliveries(
  query: ListDeliveriesQuery,
  caller: Caller,
  { deliveries, freshSessions }: ReadDeliveriesNeeds,
): Promise<Page<StoredDelivery>> {
  const { endpoint, since, until, cursor, limit, ...filter } = query
  const list = JSON.stringify(['deliveries', endpoint, since, until, filter.state, filter.type])
  const found = await deliveries.list({
    ...filter,
    readers: readerWords(caller, await freshSessions()),
    ...(endpoint !== undefined && { endpointId: endpoint }),
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
    ...(cursor !== undefined && { behind: readCursor(cursor, list) }),
    // One more than asked for tells whether there is another page.
    limit: limit + 1,
  })
  return pageOf(found, limit, ({ createdAt, id }) => writeCursor({ at: createdAt, id }, list))
}

/** @throws WaypostError `DELIVERY_NOT_FOUND`, also for somebody else's */
export async function findDelivery(
  id: string,
  caller: Caller,
  { deliveries, freshSessions }: ReadDeliveriesNeeds,
): Promise<StoredDelivery> {
  const delivery = /^dlv_[0-9a-z]{26}$/.test(id) ? await deliveries.find(id) : null
  if (!delivery || !mayRead(readerWords(caller, await freshSessions()), delivery.readers))
    throw new WaypostError('DELIVERY_NOT_FOUND')
  return delivery
}
