import type { SessionServices } from '../sessions/session-services.ts'
import { invalidField, type ConversationMessagesQuery, type ListConversationsQuery } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { paginate, type Page } from '../http/page.ts'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import type { Recipient } from '../kernel/recipient.ts'
import { omitMissingReplies } from '../messages/omit-missing-replies.ts'
import type { ListedMessage, MessageStore } from '../messages/message-store.ts'
import { parseSearch } from '../search/search-query.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import { contactIdFrom } from './parse-contact-id.ts'
import { searchableConversation } from './searchable-conversation.ts'

export interface ListConversationsNeeds extends Pick<SessionServices, 'sessions'> {
  conversations: Pick<ConversationStore, 'list' | 'findByContact'>
}

/**
 * One page of the conversations on sessions that the caller owns, last changed first. Of a search a page may be short of
 * its limit and still have a next one.
 * @throws WaypostError `INVALID_REQUEST` for an invalid search or cursor
 */
export async function listConversations(
  query: ListConversationsQuery,
  caller: Caller,
  needs: ListConversationsNeeds,
): Promise<Page<Conversation>> {
  const { q, cursor, limit, ...filters } = query
  const { session, state, assignee } = filters
  const all = await needs.sessions()
  const owned = ownedSessions(caller, all).map(({ id }) => id)
  const asked = session === undefined ? owned : owned.filter((id) => id === session)
  if (asked.length === 0) return { items: [], nextCursor: null }
  const sessionIds = asked.length < all.length ? asked : undefined
  if (q !== undefined) return searchConversations({ ...query, q }, { asked, sessionIds }, needs)
  const list = JSON.stringify(['conversations', Object.entries(filters).toSorted()])
  const after = cursor === undefined ? undefined : decodeCursor(cursor, list)
  const found = await needs.conversations.list({
    ...(sessionIds && { sessionIds: assertAtMost(sessionIds, MAX_ALTERNATIVES) }),
    ...(state && { state }),
    ...(assignee !== undefined && { assignee }),
    ...(after && { after }),
    limit: limit + 1,
  })
  return paginate(found, limit, ({ id, updatedAt }) => encodeCursor({ at: updatedAt, id }, list))
}

/** One page of a conversation's messages of both directions, newest first. */
export async function listConversationMessages(
  { id, otherIds }: Conversation,
  { cursor, limit }: ConversationMessagesQuery,
  { messages }: { messages: Pick<MessageStore, 'findAny' | 'list'> },
): Promise<Page<ListedMessage>> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, id)
  const found = await messages.list({
    conversationIds: [id, ...otherIds].slice(0, MAX_ALTERNATIVES),
    ...(after && { after }),
    limit: limit + 1,
  })
  const page = paginate(found, limit, (last) => encodeCursor({ at: last.createdAt, id: last.id }, id))
  return { ...page, items: await omitMissingReplies(page.items, { messages }) }
}

/** Firestore joins so many: https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries */
const MAX_ALTERNATIVES = 30

interface ConversationSearch {
  /** Of these sessions. */
  readonly asked: readonly string[]
  /** The same; undefined where they are all there are. */
  readonly sessionIds: readonly string[] | undefined
}

/** By the whole number or id of a contact, any it ever had; else by words of its names, or by the end of its number. */
async function searchConversations(
  { q, cursor, limit, ...filters }: Searching,
  { asked, sessionIds }: ConversationSearch,
  needs: ListConversationsNeeds,
): Promise<Page<Conversation>> {
  const contact = contactIdFrom(q)
  const known = contact === undefined ? [] : await findByContact(contact, asked, needs)
  if (known.length > 0) return { items: known.filter((one) => matches(one, filters)), nextCursor: null }
  const wanted = parseSearch(q)
  if (wanted.kind !== 'words') return { items: [], nextCursor: null }
  const { tokens } = wanted
  const list = JSON.stringify(['conversations', q, Object.entries(filters).toSorted()])
  const after = cursor === undefined ? undefined : decodeCursor(cursor, list)
  const found = await needs.conversations.list({
    ...(sessionIds && { sessionIds: assertAtMost(sessionIds, Math.floor(MAX_ALTERNATIVES / tokens.length)) }),
    tokens,
    ...(after && { after }),
    limit: limit + 1,
  })
  const page = paginate(found, limit, ({ id, updatedAt }) => encodeCursor({ at: updatedAt, id }, list))
  const isWanted = (one: Conversation): boolean => {
    const searchable = searchableConversation(one)
    return searchable !== null && wanted.matches(searchable) && matches(one, filters)
  }
  return { items: page.items.filter(isWanted), nextCursor: page.nextCursor }
}

type Searching = ListConversationsQuery & { readonly q: string }

async function findByContact(
  contact: Recipient,
  sessionIds: readonly string[],
  { conversations }: ListConversationsNeeds,
): Promise<Conversation[]> {
  const found = await Promise.all(sessionIds.map((id) => conversations.findByContact(id, contact)))
  return found.filter((one) => one !== null).toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
}

const matches = (
  conversation: Conversation,
  { state, assignee }: Pick<ListConversationsQuery, 'state' | 'assignee'>,
): boolean =>
  (state === undefined || conversation.state === state) &&
  (assignee === undefined || conversation.assignee === assignee)

function assertAtMost(sessionIds: readonly string[], most: number): readonly string[] {
  if (sessionIds.length <= most) return sessionIds
  throw invalidField('/session', `is required for owners of more than ${String(most)} sessions`)
}
