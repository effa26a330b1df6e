import type { InboundMessage } from './inbound-message.ts'
import type { Answer, FollowUp, Message, MessageError, StoredMessage } from './message.ts'
import type { HeldBy, Sending } from './send-state.ts'
import type { MessageFilter } from './message-filter.ts'
import type { MetaEntry, OwnEntry } from './timeline.ts'

/** A message of either direction. */
export type ListedMessage = StoredMessage | InboundMessage

/** A state change by the dispatcher, written atomically. */
export interface SendingChange {
  readonly sending: Sending
  /** When the next action is due; null: none. */
  readonly wakeAt: Date | null
  /** Null removes the error. */
  readonly error: MessageError | null
  readonly attempt?: number
  /** Set while `held`; any other state clears it. */
  readonly heldBy?: HeldBy
  /** Set while something follows from this change; any other change clears it. */
  readonly followUp?: FollowUp
  readonly attemptBase?: number
  readonly uncounted?: number
  readonly askedAgainAt?: Date
  readonly notAfter?: Date
  readonly wamid?: string
  readonly answer?: Answer
  /** The fallback that replaces the requested content. */
  readonly fallbackContent?: FallbackContent
  readonly entry: OwnEntry
}

/** The content sent from now on, and the requested one. */
export type FallbackContent = Required<Pick<Message, 'content' | 'category' | 'replaced'>>

/** Which failed messages; instants as ISO 8601. */
export interface FailedFilter {
  readonly session?: string
  readonly template?: string
  readonly code?: string
  readonly since?: string
  readonly until?: string
}

/** A due message, unread. */
export type DueMessage = Pick<StoredMessage, 'id' | 'sessionId' | 'version'>

export interface PostponedMessage {
  readonly message: DueMessage
  readonly wakeAt: Date
}

/** Stores messages of both directions. */
export interface MessageStore {
  /** Stores a new message, or returns the one that has this id already. */
  add(message: Message): Promise<{ readonly message: StoredMessage; readonly isNew: boolean }>
  /** An outgoing message; null for an inbound one. */
  find(id: string): Promise<StoredMessage | null>
  /** A message of either direction. */
  findAny(id: string): Promise<StoredMessage | InboundMessage | null>
  /** An outgoing message, by any of its wamids: see `wamidKey`. */
  findByWamid(wamid: string): Promise<StoredMessage | null>
  /** Of either direction. */
  list(filter: MessageFilter): Promise<ListedMessage[]>
  /** Messages with this wamid in any scope, of either direction. */
  listByWamid(wamid: string): Promise<ListedMessage[]>
  /** Messages with a next action in conversations with these ids, the first due first. */
  listPendingIn(conversationIds: readonly string[], limit: number): Promise<StoredMessage[]>
  /** Messages whose `wakeAt` has passed, longest due first. They are not parsed. */
  listDue(now: Date, limit: number): Promise<DueMessage[]>
  /** The same of one session. */
  listDueOfSession(sessionId: string, now: Date, limit: number): Promise<DueMessage[]>
  /** Moves `wakeAt` of messages that were not written since they were read. True for each that was moved. */
  postponeDue(postponed: readonly PostponedMessage[]): Promise<boolean[]>
  /** Number of failed messages that match; `listFailed` returns the oldest. */
  countFailed(filter: FailedFilter): Promise<number>
  listFailed(filter: FailedFilter, limit: number): Promise<StoredMessage[]>
  /** Messages of a session that wait for its repair; those that expire first come first. */
  listHeldBySession(sessionId: string, limit: number): Promise<StoredMessage[]>
  /**
   * Claims, delays or ends a message, if it did not change since it was read. Null: it changed.
   */
  updateIfUnchanged(message: StoredMessage, change: SendingChange): Promise<StoredMessage | null>
  /**
   * Writes the outcome of the attempt of `claimed`. Statuses written meanwhile do not matter. After a newer attempt, or in
   * a state outside `from`, only the timeline gets the late outcome and the result is null. The same commit updates the
   * outbox document of a single message, so that a crash cannot separate the two.
   * @param from states that may be settled; `sending` and `unknown` when left out
   */
  settle(
    claimed: StoredMessage,
    change: SendingChange,
    from?: readonly Sending[],
  ): Promise<StoredMessage | null>
  /** Adds a status of Meta, as the intake does for statuses that name their message. Idempotent. */
  addStatus(id: string, entry: MetaEntry): Promise<void>
  /** Removes the mark `followUp`, once that is done. False: the message was written since it was read, and keeps it. */
  endFollowUp(message: StoredMessage): Promise<boolean>
}
