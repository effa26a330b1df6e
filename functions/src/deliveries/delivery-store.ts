import type { DeliveryState, EventType } from '@waypost/contract'
import type { CursorPosition } from '../http/cursor.ts'
import type { Delivery, StoredDelivery } from './delivery.ts'
import type { Endpoint } from './endpoint.ts'

/** Which deliveries to list: newest first. */
export interface DeliveryFilter {
  readonly readers: readonly string[] | 'all'
  readonly endpointId?: string
  readonly state?: DeliveryState
  readonly type?: EventType
  readonly since?: Date
  readonly until?: Date
  readonly after?: CursorPosition
  readonly limit: number
}

/** What may change of a delivery; null takes it away. */
export interface DeliveryChange {
  readonly state: DeliveryState
  readonly wakeAt: Date | null
  readonly attempt?: number
  readonly attemptBase?: number
  readonly log?: Delivery['log']
  /** Leaves its lane: those behind it may come. */
  readonly lane?: null
}

/** Where deliveries are kept. */
export interface DeliveryStore {
  /** Keeps a new delivery, unless there is one with this id already. */
  add(delivery: Delivery): Promise<void>
  find(id: string): Promise<StoredDelivery | null>
  /** A delivery with its endpoint, null when that is gone. */
  findWithEndpoint(
    id: string,
    endpointId: string,
  ): Promise<{ readonly delivery: StoredDelivery | null; readonly endpoint: Endpoint | null }>
  list(filter: DeliveryFilter): Promise<StoredDelivery[]>
  /** How many a filter finds. */
  count(filter: Omit<DeliveryFilter, 'limit' | 'after'>): Promise<number>
  /** Those whose `wakeAt` has come, the longest waiting first. */
  listDue(now: Date, limit: number): Promise<StoredDelivery[]>
  /** The next delivery of a lane. */
  findHead(lane: string): Promise<StoredDelivery | null>
  /** Writes only if the document is unchanged since it was read. Null: it changed. */
  updateIfUnchanged(delivery: StoredDelivery, change: DeliveryChange): Promise<StoredDelivery | null>
}
