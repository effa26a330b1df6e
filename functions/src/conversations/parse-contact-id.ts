import { WaypostError } from '@waypost/contract'
import { parsePhoneNumber } from '../kernel/phone-number.ts'
import { type Recipient } from '../kernel/recipient.ts'
import { isBsuid } from '../kernel/bsuid.ts'

/**
 * A contact as an address or a query names it: a business-scoped user id, or a number in international form, whose `+`
 * may have become a space.
 * @throws WaypostError `INVALID_REQUEST`
 */
export function parseContactId(written: string, path: string): Recipient {
  if (isBsuid(written)) return written
  const reading = readNumber(written)
  if (reading.ok) return reading.number
  throw new WaypostError('INVALID_REQUEST', {
    message: reading.because,
    fields: [{ path, message: reading.because }],
  })
}

/** The contact that a text names; undefined where it names none. */
export function contactIdFrom(written: string): Recipient | undefined {
  if (isBsuid(written)) return written
  const reading = readNumber(written)
  return reading.ok ? reading.number : undefined
}

const readNumber = (written: string) =>
  parsePhoneNumber(/^[1-9]\d+$/.test(written) ? `+${written}` : written.replace(/^ /, '+'))
