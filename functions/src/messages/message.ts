import { type Sending } from './send-state.ts'
import { type HeldBy } from './send-state.ts'
import { type IfUnknown } from './send-state.ts'
import type { ErrorCode, TemplateContent } from '@waypost/contract'
import type { MessageContent } from '../graph/payload.ts'
import type { Recipient } from '../kernel/recipient.ts'

import type { Category } from './message-category.ts'
import type { TimelineEntry } from './timeline.ts'

/** One outgoing WhatsApp message as it is kept: what shall be sent, and how far it came. */
export interface Message {
  readonly id: string
  readonly direction: 'out'
  readonly owner: string
  readonly sessionId: string
  readonly to: Recipient
  /** See `conversation-id.ts`. */
  readonly conversationId: string
  readonly content: MessageContent
  /** Meta's category of its template, as far as it was known when it was asked for. */
  readonly category?: Category
  /** What to send instead when the service window is closed. */
  readonly fallback?: Fallback
  /** What was asked for, where the fallback took its place as `content`. */
  readonly replaced?: MessageContent
  /** Meta's id of the message that is quoted. */
  readonly replyTo?: string
  /** `test`: made with a test key, never sent to Meta itself. */
  readonly mode: 'live' | 'test'
  readonly metadata: Readonly<Record<string, string>>
  readonly ifUnknown: IfUnknown
  readonly cancelOn: readonly 'reply'[]
  /** When its recipient is not to be disturbed. */
  readonly quietHours?: QuietHours
  /** The document of an app that asked for it (path), and whether it wants to hear of deliveries too. */
  readonly outbox?: { readonly path: string; readonly track: boolean; readonly recipients: number }
  /** Not sent after this instant: a late message may be worse than none. */
  readonly notAfter: Date
  readonly createdAt: Date
  /** When the record may be deleted (TTL policy). */
  readonly purgeAt: Date
  /** Hash of the request, when it came with an idempotency key: the same key with another request is refused. */
  readonly fingerprint?: string

  /** What the dispatcher says; nobody else writes it. */
  readonly sending: Sending
  /** What it waits for while `held`: a repair of its session, or of its template. */
  readonly heldBy?: HeldBy
  /** Set until what follows from its state is done. */
  readonly followUp?: FollowUp
  /** The attempts before somebody asked to begin anew: tries are counted from there. */
  readonly attemptBase?: number
  /** When somebody asked to begin anew. */
  readonly askedAgainAt?: Date
  /** Attempts begun so far; the number of the last one is the fence of its lease. */
  readonly attempt: number
  /** When somebody must look at this message again; absent while it rests. */
  readonly wakeAt?: Date
  /** Meta's id of the message, once accepted. */
  readonly wamid?: string
  readonly error?: MessageError
  /** What the first caller was told, for whoever repeats the request. */
  readonly answer?: Answer

  /** What the intake says of Meta's statuses; nobody else writes it. See `progress.ts`. */
  readonly progress: number
  /** All that happened, by both hands. */
  readonly timeline: readonly TimelineEntry[]
}

/** What a settled message still waits for, besides its own next step. */
export interface FollowUp {
  /** When to look at it again once this is done; absent: never. */
  readonly wakeAt?: Date
  /** Its session is to be put on hold. */
  readonly holdSession?: boolean
}

/** Tries since the message was asked for, or asked for anew. */
export const triesOf = ({ attempt, attemptBase = 0 }: Pick<Message, 'attempt' | 'attemptBase'>): number =>
  attempt - attemptBase

/** A template in the place of a free-form message. */
export interface Fallback {
  readonly template: TemplateContent
  readonly category: Category
}

/** Why a message is errored, unknown, held or failed. */
export interface MessageError {
  readonly code: ErrorCode
  readonly message: string
  readonly meta?: MetaError
}

/** What Meta said, for those who own the session. */
export interface MetaError {
  readonly code?: number
  readonly subcode?: number
  readonly title?: string
  readonly details?: string
  readonly fbtraceId?: string
}

/** The word of the first answer: a repeat of the request hears it again. */
export interface Answer {
  readonly status: Sending
}

/** A message as read from the store, with what a conditional write needs. */
export interface StoredMessage extends Message {
  readonly version: Version
}

/** Says which write of a document was read; opaque to everybody but the store. */
export type Version = unknown

/** Hours of the day, `22:00` to `08:00`, in which a recipient is not to be disturbed. */
export interface QuietHours {
  readonly from: string
  readonly to: string
  /** IANA name; without one, all time zones of the number's country count. */
  readonly timeZone?: string
}
