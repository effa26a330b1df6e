import { createHash } from 'node:crypto'
import { WaypostError } from '@waypost/contract'
import type { PageCursor } from './message-filter.ts'

/**
 * A place in a list, to be handed back as it is: it stays right when newer messages come in.
 * @param list what was asked for: the place means nothing in another list
 */
export const writeCursor = ({ createdAt, id }: PageCursor, list: string): string =>
  Buffer.from(`${createdAt.toISOString()} ${id} ${markOf(list)}`).toString('base64url')

/** @throws WaypostError `INVALID_REQUEST` for a cursor that we did not make, or made for another list */
export function readCursor(text: string, list: string): PageCursor {
  const [instant = '', id = '', mark] = Buffer.from(text, 'base64url').toString().split(' ')
  const createdAt = new Date(instant)
  if (Number.isNaN(createdAt.getTime()) || !/^[a-z]{2,4}_[0-9a-z]+$/.test(id) || mark !== markOf(list)) {
    const message = 'is not a cursor of this list: pass nextCursor of the page before, with the same filters'
    throw new WaypostError('INVALID_REQUEST', {
      message: `cursor ${message}.`,
      fields: [{ path: '/cursor', message }],
    })
  }
  return { createdAt, id }
}

const markOf = (list: string): string => createHash('sha256').update(list).digest('base64url').slice(0, 12)
