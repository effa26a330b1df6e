import type { Bsuid } from '../kernel/recipient.ts'
import type { E164 } from '../kernel/phone-number.ts'

/** One contact on one session: who it is, what it said last, whether it may be written to. */
export interface Conversation {
  /** `conversationIdOf` the first identity the contact was known by. */
  readonly id: string
  readonly sessionId: string
  /** By what the contact is known: at least one of them. */
  readonly phone?: E164
  /** WhatsApp's own spelling of the number, digits only; it may differ from `phone` (Brazil, Mexico, Argentina). */
  readonly waId?: string
  readonly bsuid?: Bsuid
  readonly parentBsuid?: Bsuid
  /** Ids that the contact's other identities lead to: documents that only point here. */
  readonly otherIds: readonly string[]
  readonly name?: string
  readonly username?: string
  readonly state: ConversationState
  /** Who sees to it: a uid. */
  readonly assignee?: string
  readonly notes: readonly Note[]
  /** Messages of the contact that nobody marked as read. */
  readonly unread: number
  readonly lastMessage?: LastMessage
  readonly lastInboundAt?: Date
  /** Until when free-form messages are allowed: 24 hours after the contact's last message. */
  readonly windowOpenUntil?: Date
  readonly optOuts: OptOuts
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly purgeAt: Date
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
  /** When it was taken back; then it holds no longer, and stays as the proof of what was wished when. */
  readonly liftedAt?: Date
}
