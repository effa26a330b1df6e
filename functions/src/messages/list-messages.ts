import type { ListMessagesQuery } from '@waypost/contract'
import { ownerOf, type Caller } from '../http/caller.ts'
import { reachesInstallation } from '../http/caller-reach.ts'
import type { Page } from '../http/page.ts'
import { decodeCursor, encodeCursor, type CursorPosition } from '../http/cursor.ts'
import { storeFilter, matches, parseMessageQuery, type MessageQuery } from './message-query.ts'
import type { FindNeeds } from './find-message.ts'
import type { ListedMessage, MessageStore } from './message-store.ts'
import { omitMissingReplies } from './omit-missing-replies.ts'
import { visibilityOf } from './message-visibility.ts'

export interface ListNeeds extends FindNeeds {
  messages: Pick<MessageStore, 'findAny' | 'list' | 'listByWamid'>
}

/** Documents read at most for one page, as the query may return more than match. */
const MAX_READ = 500
/** Documents per further read. */
const NEXT_READ = 100

/**
 * One page of the messages this caller may see, newest first. The query may return more than match, so every document is
 * checked against all filters. Where few match, a page may be shorter than its limit and still have a next one.
 * @throws WaypostError `INVALID_REQUEST` for an invalid number, search or cursor
 */
export async function listMessages(
  query: ListMessagesQuery,
  caller: Caller,
  { messages, sessions }: ListNeeds,
): Promise<Page<ListedMessage>> {
  const criteria = parseMessageQuery(query, visibilityOf(caller, await sessions()))
  const { searchTerm } = criteria
  if (searchTerm && searchTerm.kind !== 'words') {
    const named = await findByReference(searchTerm, messages)
    const found = named.filter((message) => matches(message, criteria))
    return { items: await omitMissingReplies(found, { messages }), nextCursor: null }
  }
  const list = cursorScope(query, caller)
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, list)
  const { items, next } = await collected(criteria, { after, limit: query.limit }, messages)
  return {
    items: await omitMissingReplies(items, { messages }),
    nextCursor: next && encodeCursor(next, list),
  }
}

interface CollectedPage {
  readonly items: ListedMessage[]
  /** Where the next page begins; null at the end. */
  readonly next: CursorPosition | null
}

async function collected(
  query: MessageQuery,
  { after, limit }: { after: CursorPosition | undefined; limit: number },
  messages: ListNeeds['messages'],
): Promise<CollectedPage> {
  const items: ListedMessage[] = []
  let [place, read, size] = [after, 0, limit + 1]
  while (read < MAX_READ) {
    const some = await messages.list({ ...storeFilter(query), ...(place && { after: place }), limit: size })
    read += some.length
    items.push(...some.filter((message) => matches(message, query)))
    if (items.length > limit)
      return { items: items.slice(0, limit), next: positionOf(items[limit - 1]) ?? null }
    if (some.length < size) return { items, next: null }
    place = positionOf(some.at(-1))
    size = NEXT_READ
  }
  return { items, next: place ?? null }
}

const positionOf = (message: ListedMessage | undefined): CursorPosition | undefined =>
  message && { at: message.createdAt, id: message.id }

async function findByReference(
  { kind, id }: { kind: 'id' | 'wamid'; id: string },
  messages: ListNeeds['messages'],
): Promise<ListedMessage[]> {
  if (kind === 'wamid') return messages.listByWamid(id)
  const message = await messages.findAny(id)
  return message ? [message] : []
}

/** Identifies a list for its cursor: caller and filters. */
const cursorScope = (
  { cursor: _cursor, limit: _limit, ...filters }: ListMessagesQuery,
  caller: Caller,
): string =>
  JSON.stringify([reachesInstallation(caller) ? 'all' : ownerOf(caller), Object.entries(filters).toSorted()])
