/**
 * Identifies a message by its wamid, whatever the scope of that wamid is. One message has several: Meta writes the phone
 * number or the business-scoped user id of the other side into them. Direction and token stay the same.
 *
 * The part after `wamid.` is base64 of Thrift's compact encoding: a struct (scope, kind of scope), whether we sent the
 * message (0x11 yes, 0x12 no), the token. Any other text identifies itself.
 */
export function wamidKey(wamid: string): string {
  const encoded = /^wamid\.([\w+/-]+={0,2})$/.exec(wamid)?.[1]
  if (encoded === undefined) return wamid
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes[0] !== STRUCT || bytes[1] !== TEXT) return wamid
  const kindAt = 3 + (bytes[2] ?? 0)
  const endOfStruct = bytes.indexOf(0, kindAt)
  const [direction, type, length = 0] = bytes.subarray(endOfStruct + 1)
  const token = bytes.subarray(endOfStruct + 4, endOfStruct + 4 + length).toString('latin1')
  if (endOfStruct < 0 || type !== TEXT || token.length < MIN_TOKEN_LENGTH || token.length < length)
    return wamid
  if (direction === OUTGOING) return `out:${token}`
  return direction === INCOMING ? `in:${token}` : wamid
}

/** Whether a wamid says that it is of a message that we sent; some do not say. */
export const isOutgoingWamid = (wamid: string): boolean => wamidKey(wamid).startsWith('out:')

const STRUCT = 0x1c
const TEXT = 0x18
const OUTGOING = 0x11
const INCOMING = 0x12
/** Shorter ones would not identify a message. */
const MIN_TOKEN_LENGTH = 8
