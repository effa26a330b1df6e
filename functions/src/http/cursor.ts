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
  Buffer.from(`${at.toISOString()} ${id} ${markOf(list)}`).toString('base64url')

/** @throws WaypostError `INVALID_REQUEST` for a malformed cursor, or one of another list */
export function decodeCursor(text: string, list: string): CursorPosition {
  const [instant = '', id = '', mark] = Buffer.from(text, 'base64url').toString().split(' ')
  const at = new Date(instant)
  if (Number.isNaN(at.getTime()) || !/^[0-9a-z_]+$/.test(id) || mark !== markOf(list)) throw invalidCursor()
  return { at, id }
}

export function invalidCursor(): WaypostError {
  return invalidField(
    '/cursor',
    'is not a cursor of this list: pass nextCursor of the page before, with the same filters',
  )
}

const markOf = (list: string): string => createHash('sha256').update(list).digest('base64url').slice(0, 12)
