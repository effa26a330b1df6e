import { invalidField } from '@waypost/contract'
import { parseRecipientId } from '../kernel/parse-recipient-id.ts'
import type { Recipient } from '../kernel/recipient.ts'

/**
 * Reads the contact that a path or a query names.
 * @throws WaypostError `INVALID_REQUEST`
 */
export function parseContactId(written: string, path: string): Recipient {
  const reading = parseRecipientId(written)
  if (reading.ok) return reading.recipient
  throw invalidField(path, reading.because)
}

/** The contact that a text names; undefined: none. */
export function contactIdFrom(written: string): Recipient | undefined {
  const reading = parseRecipientId(written)
  return reading.ok ? reading.recipient : undefined
}
