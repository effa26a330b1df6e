import { purgeDate } from '../kernel/retention.ts'
import type { EventType } from '@waypost/contract'
import { derivedId } from '../kernel/ids.ts'
import type { EventDocument, NewEvent } from '../events/publish-event.ts'

/** An event as it is kept, with the endpoints that wanted to hear of it when it was raised. */
export interface StoredEvent {
  readonly id: string
  readonly type: EventType
  readonly sessionId?: string
  readonly owner?: string
  readonly conversationId?: string
  /** When it happened. */
  readonly at: Date
  /** What the endpoint gets as `data`, as JSON. */
  readonly data: string
  readonly endpointIds: readonly string[]
  readonly createdAt: Date
  readonly purgeAt: Date
}

/** The id of an event: the same words on the same session are the same event. */
export const eventIdOf = ({ type, sessionId = '', dedupeKey }: NewEvent): string =>
  derivedId('evt', type, sessionId, ...dedupeKey)

/** The document of an event for these endpoints. */
export function eventDocument(
  event: NewEvent,
  endpointIds: readonly string[],
  now: Date,
): EventDocument & { readonly fields: StoredEvent } {
  const { type, sessionId, owner, conversationId, at, data } = event
  const id = eventIdOf(event)
  return {
    path: `events/${id}`,
    fields: {
      id,
      type,
      ...(sessionId !== undefined && { sessionId }),
      ...(owner !== undefined && { owner }),
      ...(conversationId !== undefined && { conversationId }),
      at,
      data: JSON.stringify(data),
      endpointIds,
      createdAt: now,
      purgeAt: purgeDate('event', now),
    },
  }
}
