import type { InboundMessage } from './inbound-message.ts'
import type { Answer, FollowUp, Message, MessageError, StoredMessage } from './message.ts'
import type { HeldBy, Sending } from './send-state.ts'
import type { MessageFilter } from './message-filter.ts'
import type { OwnEntry } from './timeline.ts'

/** A message of either direction. */
export type ListedMessage = StoredMessage | InboundMessage

/** What the dispatcher writes of a message: all of it, or nothing. */
export interface SendingChange {
  readonly sending: Sending
  /** When to look again; null: at rest. */
  readonly wakeAt: Date | null
  /** Null takes an error back. */
  readonly error: MessageError | null
  readonly attempt?: number
  /** Set while `held`; any other state clears it. */
  readonly heldBy?: HeldBy
  /** Set while something follows from this change; any other change clears it. */
  readonly followUp?: FollowUp
  readonly attemptBase?: number
  readonly askedAgainAt?: Date
  readonly notAfter?: Date
  readonly wamid?: string
  readonly answer?: Answer
  /** The fallback takes the place of what was asked for. */
  readonly fallbackContent?: FallbackContent
  readonly entry: OwnEntry
}

/** What is sent from now on, and what was asked for. */
export type FallbackContent = Required<Pick<Message, 'content' | 'category' | 'replaced'>>

/** Which failed messages; instants as ISO 8601. */
export interface FailedFilter {
  readonly session?: string
  readonly template?: string
  readonly code?: string
  readonly since?: string
  readonly until?: string
}

/** Where messages are kept. */
export interface MessageStore {
  /** Keeps a new message, unless there is one with this id already: then that one is the answer. */
  add(message: Message): Promise<{ readonly message: StoredMessage; readonly isNew: boolean }>
  /** One that we send; null for one that came in, as there is nothing to do with it. */
  find(id: string): Promise<StoredMessage | null>
  /** One of either direction. */
  findAny(id: string): Promise<StoredMessage | InboundMessage | null>
  /** One that we sent, by Meta's id of it. */
  findByWamid(wamid: string): Promise<StoredMessage | null>
  /** Of either direction. */
  list(filter: MessageFilter): Promise<ListedMessage[]>
  /** Those that Meta gave this id, of either direction. */
  listByWamid(wamid: string): Promise<ListedMessage[]>
  /** Those that somebody must look at again, in conversations with these ids, the first due first. */
  listPendingIn(conversationIds: readonly string[], limit: number): Promise<StoredMessage[]>
  /** Those whose `wakeAt` has come, the longest waiting first. */
  listDue(now: Date, limit: number): Promise<StoredMessage[]>
  /** How many failed ones a filter finds, and the oldest of them. */
  countFailed(filter: FailedFilter): Promise<number>
  listFailed(filter: FailedFilter, limit: number): Promise<StoredMessage[]>
  /** Those of a session that wait for its repair. */
  listHeldBySession(sessionId: string, limit: number): Promise<StoredMessage[]>
  /**
   * Moves a message on, claiming it for an attempt, putting it off or ending it: written only if nobody wrote
   * since it was read. Null: somebody did.
   */
  updateIfUnchanged(message: StoredMessage, change: SendingChange): Promise<StoredMessage | null>
  /**
   * Writes how the attempt of `claimed` ended. Statuses written meanwhile do not matter; a newer attempt
   * does, or a state that is none of `from`: then nothing changes, the late outcome is kept in the timeline, and
   * the answer is null. The outbox document that asked for this message alone is told in the same commit: nobody
   * can die between the two.
   * @param from states that may be settled; `sending` and `unknown` when left out
   */
  settle(
    claimed: StoredMessage,
    change: SendingChange,
    from?: readonly Sending[],
  ): Promise<StoredMessage | null>
  /** Removes the mark `followUp`, once that is done. False: the message was written since it was read, and keeps it. */
  endFollowUp(message: StoredMessage): Promise<boolean>
}
