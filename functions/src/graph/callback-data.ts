/**
 * Sent with each message in `biz_opaque_callback_data` and returned in every status webhook
 * (at most 512 characters): which message, which attempt, and who subscribed to it.
 */
export interface CallbackData {
  readonly messageId: string
  /** Counted from 1. */
  readonly attempt: number
  /** `e`: a customer's endpoint wants statuses. `o`: an outbox document mirrors them. */
  readonly flags: string
}

/** At most 99 attempts: they have two digits of their own in `progress`. What says more did not come from us. */
const SHAPE = /^w1:(msg_[0-9a-z]{26}):([1-9]\d?):([a-z]{0,8})$/

export const encodeCallbackData = ({ messageId, attempt, flags }: CallbackData): string =>
  `w1:${messageId}:${String(attempt)}:${flags}`

/** Reads what came back. Null for anything that is not ours: it is input like any other. */
export function decodeCallbackData(text: unknown): CallbackData | null {
  const found = typeof text === 'string' ? SHAPE.exec(text) : null
  if (!found) return null
  const [, messageId = '', attempt = '', flags = ''] = found
  return { messageId, attempt: Number(attempt), flags }
}
