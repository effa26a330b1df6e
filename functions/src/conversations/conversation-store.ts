import type { Recipient } from '../kernel/recipient.ts'
import type { Conversation, Identity } from './conversation.ts'

/** A contact of a session, by all that is known of it at once. */
export interface Known {
  readonly sessionId: string
  /** At least one; the one most likely to be known already first. */
  readonly identities: readonly Identity[]
}

/**
 * Where conversations are kept. An identity that a conversation has gathered has a document of its own that leads to
 * it: whoever knows the contact by it needs one read more.
 */
export interface ConversationStore {
  /** The conversation with this id, also by an id that it had or that leads to it. */
  find(id: string): Promise<Conversation | null>
  /** That of a contact, by any identity it was ever known by: one read, two by another than the first. */
  ofContact(sessionId: string, contact: Recipient): Promise<Conversation | null>
  /**
   * Changes a conversation in a transaction. `decide` is pure, as it may run twice; it answers the conversation as it
   * shall be, or null to leave it. Null is answered when there is none.
   */
  change(id: string, decide: (current: Conversation) => Conversation | null): Promise<Conversation | null>
  /**
   * The same for whoever is known by these identities, which belong together from now on: several conversations become
   * one, and there is one afterwards if `decide` makes it (`newConversation`).
   */
  changeOf(
    known: Known,
    decide: (current: Conversation | null) => Conversation | null,
  ): Promise<Conversation | null>
}
