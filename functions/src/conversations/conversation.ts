import type { Recipient } from '../kernel/recipient.ts'

/** One contact on one session: who it is, what it said last, whether it may be written to. */
export interface Conversation {
  /** `conversationIdOf` the identity the contact was known by first. */
  readonly id: string
  readonly sessionId: string
  /** All that the contact was ever known by; see `contactOf` for what it is known by now. */
  readonly identities: readonly Identity[]
  /** Ids of its other identities: aliases, documents that only lead here. Messages may name any of them. */
  readonly otherIds: readonly string[]
  /** As the contact calls itself, and when Meta told so last. */
  readonly name?: ReportedValue
  readonly username?: ReportedValue
  readonly state: ConversationState
  /** How often it began to need a human. */
  readonly episodes: number
  /** Who sees to it: a uid. */
  readonly assignee?: string
  readonly notes: readonly Note[]
  /** Messages of the contact that nobody marked as read. */
  readonly unread: number
  readonly lastMessage?: LastMessage
  readonly lastInboundAt?: Date
  /** Until when free-form messages are allowed: 24 hours after the contact's last message. */
  readonly windowOpenUntil?: Date
  /** Until when a message may be waiting that a reply cancels; nobody looks for one after it. */
  readonly replyCancelsUntil?: Date
  readonly optOuts: OptOuts
  /** When its contact was known first. */
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly purgeAt: Date
}

/** A phone number or a business-scoped user id of a contact. */
export interface Identity {
  readonly of: Recipient
  /** Since when it is known, by Meta's time where Meta told it. */
  readonly since: Date
  /** When the contact was met under it last; absent while it was only written to. */
  readonly seenAt?: Date
}

/** A word of Meta about a contact: the latest one counts, in whatever order they come. */
export interface ReportedValue {
  readonly value: string
  readonly at: Date
}

export const conversationStates = ['open', 'needs_human', 'resolved'] as const
export type ConversationState = (typeof conversationStates)[number]

export interface Note {
  readonly at: Date
  /** Who wrote it: a uid, or the owner of a key. */
  readonly by: string
  readonly text: string
}

export interface LastMessage {
  readonly messageId: string
  readonly direction: 'in' | 'out'
  readonly type: string
  /** The beginning of what it says. */
  readonly text: string
  readonly at: Date
}

/** What a contact does not want (any more): one record for each category, the last one. See `opt-out.ts`. */
export interface OptOuts {
  readonly marketing?: OptOut
  readonly all?: OptOut
}

export const consentSources = ['keyword', 'user_preferences', 'meta_error', 'api'] as const
export type ConsentSource = (typeof consentSources)[number]

export interface OptOut {
  readonly at: Date
  /** The word it wrote, its setting in WhatsApp, Meta's refusal of a send, or the API. */
  readonly source: ConsentSource
  /** What it wrote, or what Meta said. */
  readonly text?: string
  /**
   * When it was taken back; then it holds no longer, and stays as the proof of what was wished when. The same instant
   * as `at`: only a wish to get messages is known.
   */
  readonly liftedAt?: Date
}
