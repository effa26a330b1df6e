import { WaypostError, type ListMessagesQuery } from '@waypost/contract'
import { ownerOf, seesAll, type Caller } from '../access/caller.ts'
import { readPhoneNumber, type E164 } from '../kernel/phone-number.ts'
import type { Message, StoredMessage } from './message.ts'
import type { MessageStore } from './message-store.ts'
import { readCursor, writeCursor } from './page-cursor.ts'

export interface MessagePage {
  readonly messages: readonly Message[]
  /** Null at the end. */
  readonly nextCursor: string | null
}

/**
 * One page of the messages this caller may see, newest first: operators see all, everybody else their own.
 * @throws WaypostError `INVALID_REQUEST` for a number or a cursor that is none
 */
export async function listMessages(
  query: ListMessagesQuery,
  caller: Caller,
  messages: Pick<MessageStore, 'list'>,
): Promise<MessagePage> {
  const found = await messages.list({
    ...(!seesAll(caller) && { owner: ownerOf(caller) }),
    ...(query.session !== undefined && { sessionId: query.session }),
    ...(query.template !== undefined && { template: query.template }),
    ...(query.to !== undefined && { to: numberOf(query.to) }),
    ...(query.cursor !== undefined && { cursor: readCursor(query.cursor) }),
    // One more than asked for tells whether there is another page.
    limit: query.limit + 1,
  })
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  return { messages: page, nextCursor: last && found.length > page.length ? writeCursor(last) : null }
}

/** @throws WaypostError `MESSAGE_NOT_FOUND`, also for somebody else's: whose it is is not told */
export async function findMessage(
  id: string,
  caller: Caller,
  messages: Pick<MessageStore, 'find'>,
): Promise<StoredMessage> {
  const message = /^msg_[0-9a-z]{26}$/.test(id) ? await messages.find(id) : null
  if (!message || (!seesAll(caller) && message.owner !== ownerOf(caller)))
    throw new WaypostError('MESSAGE_NOT_FOUND', { id })
  return message
}

/** A `+` in a query often arrives as a space. */
function numberOf(written: string): E164 {
  const reading = readPhoneNumber(written.replace(/^ /, '+'))
  if (reading.ok) return reading.number
  throw new WaypostError('INVALID_REQUEST', {
    message: reading.because,
    fields: [{ path: '/to', message: reading.because }],
  })
}
