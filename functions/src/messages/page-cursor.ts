import { WaypostError } from '@waypost/contract'
import type { PageCursor } from './message-store.ts'

/** A place in a list, to be handed back as it is: it stays right when newer messages come in. */
export const writeCursor = ({ createdAt, id }: PageCursor): string =>
  Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url')

/** @throws WaypostError `INVALID_REQUEST` for a cursor that we did not make */
export function readCursor(text: string): PageCursor {
  const [instant = '', id = ''] = Buffer.from(text, 'base64url').toString().split(' ')
  const createdAt = new Date(instant)
  if (Number.isNaN(createdAt.getTime()) || !/^[a-z]{2,4}_[0-9a-z]+$/.test(id)) {
    const message = 'is not a cursor of this list: pass nextCursor of the page before as it was'
    throw new WaypostError('INVALID_REQUEST', {
      message: `cursor ${message}.`,
      fields: [{ path: '/cursor', message }],
    })
  }
  return { createdAt, id }
}
