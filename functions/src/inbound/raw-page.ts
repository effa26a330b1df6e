import { WaypostError } from '@waypost/contract'

/** A place between two documents of a list that is sorted by the time of receipt. */
export interface RawCursor {
  readonly receivedAt: Date
  readonly id: string
}

/** A page of what Meta posted, newest first. */
export interface RawPage {
  readonly state: string
  readonly since?: Date
  /** Only what comes after it. */
  readonly cursor?: RawCursor
  readonly limit: number
}

/** A place in the list, to be handed back as it is: it stays right when newer webhooks come in. */
export const writeRawCursor = ({ receivedAt, id }: RawCursor): string =>
  Buffer.from(`${receivedAt.toISOString()} ${id}`).toString('base64url')

/** @throws WaypostError `INVALID_REQUEST` for a cursor that we did not make */
export function readRawCursor(text: string): RawCursor {
  const [instant = '', id = ''] = Buffer.from(text, 'base64url').toString().split(' ')
  const receivedAt = new Date(instant)
  if (Number.isNaN(receivedAt.getTime()) || !/^[0-9a-f]{64}$/.test(id)) {
    const message = 'is not a cursor of this list: pass nextCursor of the page before as it was'
    throw new WaypostError('INVALID_REQUEST', {
      message: `cursor ${message}.`,
      fields: [{ path: '/cursor', message }],
    })
  }
  return { receivedAt, id }
}

/** Newest first; of the same instant the greater id. */
export const newestFirst = (one: RawCursor, other: RawCursor): number =>
  other.receivedAt.getTime() - one.receivedAt.getTime() || (other.id < one.id ? -1 : 1)
