import { purgeDate } from '../kernel/retention.ts'
import type { DeliveryState, EventType } from '@waypost/contract'
import { after } from '../kernel/clock.ts'
import { derivedId } from '../kernel/ids.ts'
import type { Endpoint } from './endpoint.ts'
import { deliveryReaders } from './endpoint-scope.ts'
import type { StoredEvent } from './event.ts'

/** One event for one endpoint, attempt by attempt. */
export interface Delivery {
  /** Made of event and endpoint; the receiver sees it as `webhook-id`. */
  readonly id: string
  readonly eventId: string
  readonly endpointId: string
  readonly type: EventType
  readonly readers: readonly string[]
  /** Of an endpoint that a test key created. */
  readonly mode?: 'test'
  /** What is posted, to the byte. */
  readonly body: string
  readonly state: DeliveryState
  /** Attempts begun so far; the number of the last one is the fence of its lease. */
  readonly attempt: number
  /** Attempts before the last resend: the backoff starts again there. */
  readonly attemptBase: number
  /** The last attempts, oldest first. */
  readonly log: readonly LoggedAttempt[]
  /** When it is due; absent at rest. */
  readonly wakeAt?: Date
  /** Ordering key, for ordered endpoints and while not at rest: one delivery at a time. */
  readonly lane?: string
  /** Its place among the deliveries of the ordering key. */
  readonly turn?: number
  readonly createdAt: Date
  readonly purgeAt: Date
}

export interface LoggedAttempt {
  readonly at: Date
  readonly durationMs: number
  /** HTTP status, when there was an answer. */
  readonly status?: number
  /** Why it failed. */
  readonly error?: string
  /** The beginning of the answer. */
  readonly answer?: string
}

/** A delivery as read from the store, with what a conditional write needs. */
export interface StoredDelivery extends Delivery {
  readonly version: unknown
}

/** Whether further attempts are due. */
export const isOpen = ({ state }: Pick<Delivery, 'state'>): boolean =>
  state === 'pending' || state === 'retrying'

/** Replaces the body when the contact's data is erased. */
export const ERASED_BODY = '{}'

/** Whether there is nothing left to deliver. */
export const isErased = ({ body }: Pick<Delivery, 'body'>): boolean => body === ERASED_BODY

/** The sweep delivers what has no task after this time. */
export const TASK_GRACE_SECONDS = 60
/** Lease: exceeds the 10 s timeout plus the store write. */
export const LEASE_SECONDS = 30
/** Delay of ordered deliveries, so that simultaneous events are sorted. */
export const ORDER_SECONDS = 2
/** The delivery of an event to an endpoint, whenever it is made. */
export const deliveryIdOf = (eventId: string, endpointId: string): string =>
  derivedId('dlv', eventId, endpointId)

/** The delivery of an event to an endpoint, as it begins. */
export function newDelivery(event: StoredEvent, endpoint: Endpoint, now: Date): Delivery {
  const { id: eventId, type, at, data, conversationId } = event
  const timestamp = JSON.stringify(at)
  const posted = endpoint.url !== undefined
  return {
    id: deliveryIdOf(eventId, endpoint.id),
    eventId,
    endpointId: endpoint.id,
    type,
    readers: deliveryReaders(endpoint),
    ...(endpoint.mode && { mode: endpoint.mode }),
    body: `{"type":"${type}","timestamp":${timestamp},"data":${data}}`,
    state: posted ? 'pending' : 'kept',
    attempt: 0,
    attemptBase: 0,
    log: [],
    ...(posted && { wakeAt: after(now, TASK_GRACE_SECONDS) }),
    ...(posted &&
      endpoint.ordered &&
      conversationId !== undefined && {
        lane: `${endpoint.id} ${conversationId}`,
        turn: sequenceOf(event),
      }),
    createdAt: now,
    purgeAt: purgeDate('delivery', now),
  }
}

/** What happens to one message in the same second has this order; Meta's times have no finer one. */
const ranks: Partial<Record<EventType, number>> = {
  'message.accepted': 1,
  'message.sent': 2,
  'message.delivered': 3,
  'message.read': 4,
}

/** By second, then by what follows from what. */
const sequenceOf = ({ at, type }: StoredEvent): number =>
  Math.floor(at.getTime() / 1000) * 10 + (ranks[type] ?? 0)
