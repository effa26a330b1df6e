import { invalidField, type WaypostError } from '@waypost/contract'
import { createHash } from 'node:crypto'

/** A place in a list that is sorted by an instant, and by ids where that is the same. */
export interface CursorPosition {
  readonly at: Date
  readonly id: string
}

/**
 * An opaque position in a list. It stays valid when newer entries arrive.
 * @param list identifies the list with its filters: a cursor is valid for that list only
 */
export const encodeCursor = ({ at, id }: CursorPosition, list: string): string =>
  encodeSortKey(at.toISOString(), id, list)

/** @throws WaypostError `INVALID_REQUEST` for a malformed cursor, or one of another list */
export function decodeCursor(text: string, list: string): CursorPosition {
  const [instant, id] = decodeSortKey(text, list)
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) throw invalidCursor()
  return { at, id }
}

/** A position in a list that is sorted by a text without spaces, and by ids where that is equal. */
export const encodeSortKey = (key: string, id: string, list: string): string =>
  Buffer.from(`${key} ${id} ${markOf(list)}`).toString('base64url')

/** @throws WaypostError `INVALID_REQUEST` for a malformed cursor, or one of another list */
export function decodeSortKey(text: string, list: string): readonly [key: string, id: string] {
  const [key = '', id = '', mark] = Buffer.from(text, 'base64url').toString().split(' ')
  if (key === '' || !/^[0-9a-z_]+$/.test(id) || mark !== markOf(list)) throw invalidCursor()
  return [key, id]
}

export function invalidCursor(): WaypostError {
  return invalidField(
    '/cursor',
    'is not a cursor of this list: pass nextCursor of the page before, with the same filters',
  )
}

const markOf = (list: string): string => createHash('sha256').update(list).digest('base64url').slice(0, 12)
