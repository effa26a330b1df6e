import { isBsuid } from './bsuid.ts'
import { phoneNumberVariants } from './phone-number-variants.ts'
import { parsePhoneNumber } from './phone-number.ts'
import { isPhoneNumber, type Recipient } from './recipient.ts'

/** The id, or the reason that it is none. */
export type ParsedRecipientId = { ok: true; recipient: Recipient } | { ok: false; because: string }

/**
 * Reads the id of a contact in a path or a query: a business-scoped user id, a wa_id, or a phone number whose `+` may
 * have become a space. A lookup is harmless, so any digits are accepted: they may be a wa_id from Meta.
 */
export function parseRecipientId(written: string): ParsedRecipientId {
  const text = written.trim()
  if (isBsuid(text)) return { ok: true, recipient: text }
  if (/^\+?[1-9]\d{4,19}$/.test(text)) return { ok: true, recipient: `+${text.replace('+', '')}` }
  const reading = parsePhoneNumber(written.replace(/^ /, '+'))
  return reading.ok ? { ok: true, recipient: reading.number } : reading
}

/** A recipient and the other spellings of its number. */
export const recipientSpellings = (recipient: Recipient): Recipient[] =>
  isPhoneNumber(recipient) ? [recipient, ...phoneNumberVariants(recipient)] : [recipient]
