import type { ByteRange } from './blob-store.ts'

/**
 * The part of a file that a `Range` header asks for (RFC 9110, section 14). Only a single range is served; whatever
 * else is asked gets the whole file, as the RFC allows.
 * @returns undefined for the whole file, `beyond` when the file has no such part (416)
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'beyond' | undefined {
  const query = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  const [, from = '', to = ''] = query ?? []
  if (from === '' && to === '') return undefined
  if (from === '') return suffix(Number(to), size)
  const [start, end] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)]
  if (to !== '' && Number(to) < start) return undefined
  return start >= size ? 'beyond' : { start, end }
}

/** The last bytes: more than there are is all of them. */
const suffix = (length: number, size: number): ByteRange | 'beyond' =>
  length === 0 || size === 0 ? 'beyond' : { start: Math.max(0, size - length), end: size - 1 }
