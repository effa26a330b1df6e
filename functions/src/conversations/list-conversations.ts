import { WaypostError, type ConversationMessagesQuery, type ListConversationsQuery } from '@waypost/contract'
import type { Caller } from '../access/caller.ts'
import { pageOf, type Page } from '../access/page.ts'
import { readCursor, writeCursor } from '../access/page-cursor.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { ListedMessage, MessageStore } from '../messages/message-store.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import { readContactId } from './read-contact-id.ts'

export interface ListConversationsNeeds {
  conversations: Pick<ConversationStore, 'list' | 'ofContact'>
  sessions(): Promise<readonly Session[]>
}

/**
 * One page of the conversations on sessions that the caller owns, last changed first.
 * @throws WaypostError `INVALID_REQUEST` for a number or a cursor that is none
 */
export async function listConversations(
  { q, cursor, limit, ...filters }: ListConversationsQuery,
  caller: Caller,
  needs: ListConversationsNeeds,
): Promise<Page<Conversation>> {
  const { session, state, assignee } = filters
  const all = await needs.sessions()
  const owned = ownedSessions(caller, all).map(({ id }) => id)
  const asked = session === undefined ? owned : owned.filter((id) => id === session)
  if (asked.length === 0) return { found: [], nextCursor: null }
  if (q !== undefined) {
    const found = await withContact(readContactId(q, '/q'), asked, needs)
    return { found: found.filter((one) => fits(one, filters)), nextCursor: null }
  }
  const list = JSON.stringify(['conversations', Object.entries(filters).toSorted()])
  const behind = cursor === undefined ? undefined : readCursor(cursor, list)
  const found = await needs.conversations.list({
    ...(asked.length < all.length && { sessionIds: fewEnough(asked) }),
    ...(state && { state }),
    ...(assignee !== undefined && { assignee }),
    ...(behind && { behind }),
    limit: limit + 1,
  })
  return pageOf(found, limit, ({ id, updatedAt }) => writeCursor({ at: updatedAt, id }, list))
}

/** One page of a conversation's messages of both directions, newest first. */
export async function listConversationMessages(
  { id, otherIds }: Conversation,
  { cursor, limit }: ConversationMessagesQuery,
  { messages }: { messages: Pick<MessageStore, 'list'> },
): Promise<Page<ListedMessage>> {
  const behind = cursor === undefined ? undefined : readCursor(cursor, id)
  const found = await messages.list({
    conversationIds: [id, ...otherIds].slice(0, MOST_ALTERNATIVES),
    ...(behind && { behind }),
    limit: limit + 1,
  })
  return pageOf(found, limit, (last) => writeCursor({ at: last.createdAt, id: last.id }, id))
}

/** Firestore joins so many: https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries */
const MOST_ALTERNATIVES = 30

async function withContact(
  contact: Recipient,
  sessionIds: readonly string[],
  { conversations }: ListConversationsNeeds,
): Promise<Conversation[]> {
  const found = await Promise.all(sessionIds.map((id) => conversations.ofContact(id, contact)))
  return found.filter((one) => one !== null).toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
}

const fits = (
  conversation: Conversation,
  { state, assignee }: Pick<ListConversationsQuery, 'state' | 'assignee'>,
): boolean =>
  (state === undefined || conversation.state === state) &&
  (assignee === undefined || conversation.assignee === assignee)

function fewEnough(sessionIds: readonly string[]): readonly string[] {
  if (sessionIds.length <= MOST_ALTERNATIVES) return sessionIds
  const message = `is required of those who own more than ${String(MOST_ALTERNATIVES)} sessions: name one of them`
  throw new WaypostError('INVALID_REQUEST', {
    message: `session ${message}.`,
    fields: [{ path: '/session', message }],
  })
}
