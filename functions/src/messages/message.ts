import type { ErrorCode, TemplateContent } from '@waypost/contract'
import type { MessageContent } from '../graph/payload.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { Category } from './message-category.ts'
import type { HeldBy, IfUnknown, Sending } from './send-state.ts'
import type { TimelineEntry } from './timeline.ts'

/** An outgoing message as stored: its content and its state. */
export interface Message {
  readonly id: string
  readonly direction: 'out'
  readonly owner: string
  /** Written in the WhatsApp Business app, not sent from here. */
  readonly source?: 'app'
  readonly sessionId: string
  readonly to: Recipient
  /** See `conversation-id.ts`. */
  readonly conversationId: string
  readonly content: MessageContent
  /** Meta's category of its template, if known when the message was created. */
  readonly category?: Category
  /** What to send instead when the service window is closed. */
  readonly fallback?: Fallback
  /** The requested content, when the fallback replaced it in `content`. */
  readonly replaced?: MessageContent
  /** Meta's id of the message that is quoted. */
  readonly replyTo?: string
  /** `test`: created with a test key, never sent to Meta. */
  readonly mode: 'live' | 'test'
  readonly metadata: Readonly<Record<string, string>>
  readonly ifUnknown: IfUnknown
  readonly cancelOn: readonly 'reply'[]
  /** Hours in which nothing is sent to its recipient. */
  readonly quietHours?: QuietHours
  /** The outbox document (path) it came from, and whether that is updated with delivery statuses too. */
  readonly outbox?: { readonly path: string; readonly track: boolean; readonly recipients: number }
  /** Not sent after this instant: a late message may be worse than none. */
  readonly notAfter: Date
  readonly createdAt: Date
  /** When the record may be deleted (TTL policy). */
  readonly purgeAt: Date
  /** Hash of the request, when it came with an idempotency key: the same key with another request is refused. */
  readonly fingerprint?: string

  /** The dispatcher's state. Written by the dispatcher only. */
  readonly sending: Sending
  /** What it waits for while `held`: its session or its template. */
  readonly heldBy?: HeldBy
  /** Set until what follows from its state is done. */
  readonly followUp?: FollowUp
  /** Attempts before the last requeue: tries are counted from there. */
  readonly attemptBase?: number
  /** Attempts since then that met an outage: they are no tries. */
  readonly uncounted?: number
  /** When the message was requeued. */
  readonly askedAgainAt?: Date
  /** Attempts started so far; the last number is the fencing token of its lease. */
  readonly attempt: number
  /** When the next action is due; absent: none. */
  readonly wakeAt?: Date
  /** Meta's id of the message, once accepted. */
  readonly wamid?: string
  readonly error?: MessageError
  /** The answer to the first request, for repeats of it. */
  readonly answer?: Answer

  /** Furthest status by Meta. Written by the intake only. See `progress.ts`. */
  readonly progress: number
  /** Entries of the dispatcher and of the intake. */
  readonly timeline: readonly TimelineEntry[]
}

/** What a settled message still waits for, besides its own next step. */
export interface FollowUp {
  /** When to look at it again once this is done; absent: never. */
  readonly wakeAt?: Date
  /** Its session is to be put on hold. */
  readonly holdSession?: boolean
}

/** Attempts since the message was created or requeued. */
export const triesOf = ({
  attempt,
  attemptBase = 0,
  uncounted = 0,
}: Pick<Message, 'attempt' | 'attemptBase' | 'uncounted'>): number => attempt - attemptBase - uncounted

/** A template that replaces a free-form message. */
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

/** Meta's error, for the owners of the session. */
export interface MetaError {
  readonly code?: number
  readonly subcode?: number
  readonly title?: string
  readonly details?: string
  readonly fbtraceId?: string
}

/** The status of the first answer: a repeat of the request gets it again. */
export interface Answer {
  readonly status: Sending
}

/** A message as read from the store, with what a conditional write needs. */
export interface StoredMessage extends Message {
  readonly version: Version
}

/** Identifies the write of a document that was read; opaque outside the store. */
export type Version = unknown

/** Hours of the day, `22:00` to `08:00`, in which nothing is sent to a recipient. */
export interface QuietHours {
  readonly from: string
  readonly to: string
  /** IANA name; without one, all time zones of the number's country count. */
  readonly timeZone?: string
}
