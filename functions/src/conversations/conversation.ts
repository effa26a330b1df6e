import type { Recipient } from '../kernel/recipient.ts'

/** One contact on one session: its identities, last message, and consent. */
export interface Conversation {
  /** `conversationIdOf` the identity the contact was known by first. */
  readonly id: string
  readonly sessionId: string
  /** All that the contact was ever known by; see `contactOf` for what it is known by now. */
  readonly identities: readonly Identity[]
  /** Ids of its other identities: aliases, documents that only lead here. Messages may name any of them. */
  readonly otherIds: readonly string[]
  /** The profile name, and when Meta reported it last. */
  readonly name?: ReportedValue
  readonly username?: ReportedValue
  readonly state: ConversationState
  /** How often it began to need a human. */
  readonly episodes: number
  /** The uid of the assignee. */
  readonly assignee?: string
  readonly notes: readonly Note[]
  /** Inbound messages not marked as read. */
  readonly unread: number
  readonly lastMessage?: LastMessage
  readonly lastInboundAt?: Date
  /** Until when free-form messages are allowed: 24 hours after the contact's last message. */
  readonly windowOpenUntil?: Date
  /** Until when a pending message may exist that a reply cancels. */
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
  /** Since when it is known, by Meta's time where Meta reported it. */
  readonly since: Date
  /** When the contact was met under it last; absent while it was only written to. */
  readonly seenAt?: Date
}

/** A value that Meta reported about a contact: the latest applies, in any order of arrival. */
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

/** Opt-outs of a contact: the last record of each category. See `opt-out.ts`. */
export interface OptOuts {
  readonly marketing?: OptOut
  readonly all?: OptOut
}

export const consentSources = ['keyword', 'user_preferences', 'meta_error', 'api'] as const
export type ConsentSource = (typeof consentSources)[number]

export interface OptOut {
  readonly at: Date
  /** Keyword, setting in WhatsApp, Meta's refusal of a send, or the API. */
  readonly source: ConsentSource
  /** What it wrote, or what Meta said. */
  readonly text?: string
  /**
   * When it was taken back; then it no longer applies and stays as proof. The same instant
   * as `at`: only an opt-in is known.
   */
  readonly liftedAt?: Date
}
