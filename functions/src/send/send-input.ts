import type { TemplateContent } from '@waypost/contract'
import type { MessageContent } from '../graph/payload.ts'
import type { Caller } from '../http/caller.ts'
import type { Message, QuietHours } from '../messages/message.ts'
import type { IfUnknown } from '../messages/send-state.ts'
import type { WrittenRecipient } from './resolve-recipient.ts'

/** Optional settings that every kind of send accepts beside its content. */
export interface SendOptions {
  readonly session?: string
  readonly defaultCountry?: string
  readonly sendAt?: string
  readonly notAfter?: string
  readonly ifUnknown?: IfUnknown
  readonly cancelOn?: readonly 'reply'[]
  readonly quietHours?: QuietHours
  readonly metadata?: Readonly<Record<string, string>>
  readonly dryRun?: boolean
  /** The quoted message: our id or Meta's. */
  readonly replyTo?: string
  /** The template to send instead of free-form content when the service window is closed. */
  readonly fallbackTemplate?: TemplateContent
}

/** The recipient, content and options of a request, the same for every way in. */
export interface SendFields {
  /** As written; undefined: the request names no recipient. */
  readonly to: WrittenRecipient | undefined
  /** JSON pointer to the recipient in the request, for errors. */
  readonly toField: string
  readonly content: MessageContent
  readonly options: SendOptions
}

/** A send request whose shape was checked. */
export interface SendInput extends SendFields {
  readonly caller: Caller
  /** Whether the caller waits for Meta's answer. */
  readonly wait: boolean
  readonly idempotencyKey: string | undefined
  readonly outbox?: Message['outbox']
}
