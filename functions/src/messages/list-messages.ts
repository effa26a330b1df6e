import type { ListMessagesQuery } from '@waypost/contract'
import { ownerOf, seesAll, type Caller } from '../access/caller.ts'
import type { Page } from '../access/page.ts'
import { readCursor, writeCursor, type Place } from '../access/page-cursor.ts'
import { filterOf, fits, readQuery, type Asked } from './asked-messages.ts'
import type { FindNeeds } from './find-message.ts'
import type { ListedMessage, MessageStore } from './message-store.ts'
import { visibleTo } from './visible-messages.ts'

export interface ListNeeds extends FindNeeds {
  messages: Pick<MessageStore, 'findAny' | 'list' | 'withWamid'>
}

/** So many are read for one page, where a query finds more than is asked for. */
const MOST_READ = 500
/** So many are read at once, when the first ones were not enough. */
const NEXT_READ = 100

/**
 * One page of the messages this caller may see, newest first. The query finds all that fit and perhaps others; each
 * is looked at, so that every filter means exactly what it says. Where few fit, a page may be short of its limit and
 * still have a next one.
 * @throws WaypostError `INVALID_REQUEST` for a number, a search or a cursor that is none
 */
export async function listMessages(
  query: ListMessagesQuery,
  caller: Caller,
  { messages, sessions }: ListNeeds,
): Promise<Page<ListedMessage>> {
  const asked = readQuery(query, visibleTo(caller, await sessions()))
  const { wanted } = asked
  if (wanted && wanted.kind !== 'words') {
    const named = await namedOne(wanted, messages)
    return { found: named.filter((message) => fits(message, asked)), nextCursor: null }
  }
  const list = listName(query, caller)
  const behind = query.cursor === undefined ? undefined : readCursor(query.cursor, list)
  const { found, next } = await collected(asked, { behind, limit: query.limit }, messages)
  return { found, nextCursor: next && writeCursor(next, list) }
}

interface Collected {
  readonly found: ListedMessage[]
  /** Where the next page begins; null at the end. */
  readonly next: Place | null
}

async function collected(
  asked: Asked,
  { behind, limit }: { behind: Place | undefined; limit: number },
  messages: ListNeeds['messages'],
): Promise<Collected> {
  const found: ListedMessage[] = []
  let [place, read, size] = [behind, 0, limit + 1]
  while (read < MOST_READ) {
    const some = await messages.list({ ...filterOf(asked), ...(place && { behind: place }), limit: size })
    read += some.length
    found.push(...some.filter((message) => fits(message, asked)))
    if (found.length > limit) return { found: found.slice(0, limit), next: placeOf(found[limit - 1]) ?? null }
    if (some.length < size) return { found, next: null }
    place = placeOf(some.at(-1))
    size = NEXT_READ
  }
  return { found, next: place ?? null }
}

const placeOf = (message: ListedMessage | undefined): Place | undefined =>
  message && { at: message.createdAt, id: message.id }

async function namedOne(
  { kind, id }: { kind: 'id' | 'wamid'; id: string },
  messages: ListNeeds['messages'],
): Promise<ListedMessage[]> {
  if (kind === 'wamid') return messages.withWamid(id)
  const message = await messages.findAny(id)
  return message ? [message] : []
}

/** What makes a list the same list on the next page: who asks for what. */
const listName = (
  { cursor: _cursor, limit: _limit, ...filters }: ListMessagesQuery,
  caller: Caller,
): string => JSON.stringify([seesAll(caller) ? 'all' : ownerOf(caller), Object.entries(filters).toSorted()])
