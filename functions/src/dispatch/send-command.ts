import type { Session } from '../sessions/session.ts'
import type { MessageContent } from '../graph/payload.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { Category } from '../messages/message-category.ts'
import type { Fallback, Message, QuietHours } from '../messages/message.ts'
import type { IfUnknown } from '../messages/send-state.ts'

/** A message somebody may send, checked and complete: what is left is to keep it and to send it. */
export interface SendCommand {
  readonly owner: string
  readonly mode: 'live' | 'test'
  readonly session: Session
  readonly to: Recipient
  readonly content: MessageContent
  readonly category: Category
  /** What to send instead when the service window is closed. */
  readonly fallback?: Fallback
  /** Meta's id of the message that is quoted. */
  readonly replyTo?: string
  readonly metadata: Readonly<Record<string, string>>
  readonly ifUnknown: IfUnknown
  readonly cancelOn: readonly 'reply'[]
  readonly notAfter: Date
  /** Not before this instant. */
  readonly sendAt?: Date
  readonly quietHours?: QuietHours
  readonly outbox?: Message['outbox']
  /** Whether the caller waits for Meta's answer. */
  readonly wait: boolean
  readonly idempotency?: { readonly key: string; readonly fingerprint: string }
}
