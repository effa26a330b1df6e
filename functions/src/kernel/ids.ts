import { createHash } from 'node:crypto'
import { TypeID } from 'typeid-js'

/** Makes new ids such as `msg_01h…`: the prefix says of what, the rest sorts by time. */
export interface Ids {
  next(prefix: string): string
}

/**
 * The id that belongs to these words and to no others, in the form of all ids (TypeID: 128 bits in base32).
 * The same words give the same document: `create()` then refuses the second one by itself.
 */
export function derivedId(prefix: string, ...words: string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(words)).digest()
  return TypeID.fromUUIDBytes(prefix, digest.subarray(0, 16)).toString()
}
