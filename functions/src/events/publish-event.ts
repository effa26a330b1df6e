import type { EventType } from '@waypost/contract'

/** What decides who wants to hear of an event. */
export interface EventTopic {
  readonly type: EventType
  /** The sender it is about; absent for what is about none. */
  readonly sessionId?: string
  /** Whose message it is about, where it is about one. */
  readonly owner?: string
}

/** Something that customers may want to hear of. */
export interface NewEvent extends EventTopic {
  /** What makes it this event and no other on its session: raised again with the same words, it is the same event. */
  readonly dedupeKey: readonly string[]
  /** The conversation it belongs to: an endpoint may want those of one contact in order. */
  readonly conversationId?: string
  readonly at: Date
  /** What the endpoint gets as `data`, as `eventCatalogue` of the contract describes it for this type. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Keeps an event for those who want to hear of it. Raised twice is told once. Rejects when it could not be kept: raise it again. */
export type PublishEvent = (event: NewEvent) => Promise<void>

/** An event as it is kept: to be written in the same commit as what it tells of, so that nobody can die between the two. */
export interface EventDocument {
  readonly path: string
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * Asks who wants to hear of such events; may answer from memory, half a minute old.
 * @returns null: nobody. Else how such an event is kept.
 */
export type PrepareEvent = (topic: EventTopic) => Promise<((event: NewEvent) => EventDocument) | null>
