import type { EventType } from '@waypost/contract'

/** Something that customers may want to hear of. */
export interface NewEvent {
  readonly type: EventType
  /** What makes it this event and no other: raised again with the same words, it is the same event. */
  readonly words: readonly string[]
  readonly sessionId: string
  /** Whose message it is about, where it is about one. */
  readonly owner?: string
  /** The conversation it belongs to: an endpoint may want those of one contact in order. */
  readonly conversationId?: string
  readonly at: Date
  /** What the endpoint gets as `data`: JSON, in the words of the API. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Keeps an event for those who want to hear of it. Raised twice is told once. Rejects when it could not be kept: raise it again. */
export type RaiseEvent = (event: NewEvent) => Promise<void>
