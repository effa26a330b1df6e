import type { EventType } from '@waypost/contract'

/** Selects the endpoints of an event. */
export interface EventTopic {
  readonly type: EventType
  /** The sender it is about; absent for what is about none. */
  readonly sessionId?: string
  /** Whose message it is about, where it is about one. */
  readonly owner?: string
  /** Of that message; left out: live. Endpoints of test keys receive events of test messages only. */
  readonly mode?: 'live' | 'test'
}

/** An event for customers. */
export interface NewEvent extends EventTopic {
  /** What makes it this event and no other on its session: raised again with the same words, it is the same event. */
  readonly dedupeKey: readonly string[]
  /** The conversation it belongs to: an endpoint may want those of one contact in order. */
  readonly conversationId?: string
  readonly at: Date
  /** What the endpoint gets as `data`, as `eventCatalogue` of the contract describes it for this type. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Stores an event for its endpoints. Idempotent. Rejects when it could not be stored: publish it again. */
export type PublishEvent = (event: NewEvent) => Promise<void>

/** An event as stored: written in the same commit as the change it reports, so that neither exists alone. */
export interface EventDocument {
  readonly path: string
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * Looks up the subscribers of such events; the answer may be cached for half a minute.
 * @returns null without subscribers; else how such an event is stored
 */
export type PrepareEvent = (topic: EventTopic) => Promise<((event: NewEvent) => EventDocument) | null>

/** The ports of events that use cases of many modules take. */
export interface EventServices {
  publishEvent: PublishEvent
  prepareEvent: PrepareEvent
}
