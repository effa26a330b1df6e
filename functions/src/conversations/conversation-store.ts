import type { CursorPosition } from '../http/cursor.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { InboundMessage } from '../messages/inbound-message.ts'
import type { Conversation, ConversationState, Identity } from './conversation.ts'

/** A contact of a session, by all that is known of it at once. */
export interface KnownContact {
  readonly sessionId: string
  /** At least one; the one most likely to be known already first. */
  readonly identities: readonly Identity[]
}

/** Which conversations to list: last changed first. */
export interface ConversationFilter {
  /** 30 at most; left out: of all sessions. */
  readonly sessionIds?: readonly string[]
  readonly state?: ConversationState
  readonly assignee?: string
  /** One of these tokens: see `searchable-conversation.ts`. */
  readonly tokens?: readonly string[]
  readonly after?: CursorPosition
  readonly limit: number
}

/**
 * Where conversations are kept. An identity that a conversation has gathered has a document of its own that leads to
 * it: finding the contact by it needs one more read.
 */
export interface ConversationStore {
  /** The conversation with this id, also by an id that it had or that leads to it. */
  find(id: string): Promise<Conversation | null>
  /** That of a contact, by any identity it was ever known by: one read, two by another than the first. */
  findByContact(sessionId: string, contact: Recipient): Promise<Conversation | null>
  list(filter: ConversationFilter): Promise<Conversation[]>
  /**
   * Changes a conversation in a transaction. `decide` is pure, as it may run twice; it answers the conversation as it
   * shall be, or null to leave it. Null is answered when there is none.
   */
  update(id: string, decide: (current: Conversation) => Conversation | null): Promise<Conversation | null>
  /**
   * The same for the contact with these identities, which belong together from now on: several conversations become
   * one, and there is one afterwards if `decide` makes it (`newConversation`).
   */
  updateByContact(
    known: KnownContact,
    decide: (current: Conversation | null) => Conversation | null,
  ): Promise<Conversation | null>
  /**
   * Keeps a message of a contact and what it does to the conversation, both or neither. `decide` gets the message as it
   * is here, null while it is not, and is pure: it may run twice. One read and two writes for a new message of a
   * contact who is known.
   */
  recordMessage(
    known: KnownContact,
    message: ExpectedMessage,
    decide: RecordDecision,
  ): Promise<RecordedMessage>
}

export interface ExpectedMessage {
  readonly id: string
  /** Whether it is most likely not here yet: then it is not looked for first. */
  readonly isNew: boolean
}

/** A message and its conversation as they are here. */
export interface RecordedMessage {
  readonly message: InboundMessage
  readonly conversation: Conversation
}

/** What shall be here; null: all is as it should be. */
export type RecordDecision = (found: {
  readonly message: InboundMessage | null
  readonly conversation: Conversation | null
}) => RecordedMessage | null
