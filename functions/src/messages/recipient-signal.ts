import type { Recipient } from '../kernel/recipient.ts'
import type { Message, MessageError } from './message.ts'

/** What Meta's refusal of a message says of its recipient: the window is closed (131047), or no advertising (131050). */
export interface RecipientSignal {
  readonly kind: 'window-closed' | 'no-marketing'
  readonly sessionId: string
  readonly contact: Recipient
  /** When the attempt began that was refused: what the contact did later counts more. */
  readonly at: Date
  /** Meta's words. */
  readonly text: string
}

/** Keeps it with the contact. The same twice is once. Rejects when it could not be kept. */
export type RecordRecipientSignal = (refusal: RecipientSignal) => Promise<void>

/** What a failure says of the contact; null: nothing. Only Meta's own errors of live sends count. */
export function recipientSignal(message: Message, error: MessageError | undefined): RecipientSignal | null {
  if (message.mode === 'test') return null
  const kind = error?.code === 'WINDOW_CLOSED' ? 'window-closed' : 'no-marketing'
  if (!error?.meta || (kind === 'no-marketing' && error.code !== 'RECIPIENT_OPTED_OUT')) return null
  const { sessionId, to: contact, attempt, timeline, createdAt } = message
  const begun = timeline.findLast((entry) => entry.status === 'sending' && entry.attempt === attempt)
  return {
    kind,
    sessionId,
    contact,
    at: begun?.at ?? createdAt,
    text: error.meta.details ?? error.meta.title ?? error.message,
  }
}
