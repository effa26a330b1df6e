import { purgeDate } from '../kernel/retention.ts'
import { omitUndefined } from '../kernel/untrusted-json.ts'
import { mergeOptOuts } from './opt-out.ts'
import { conversationIdsFor, mergeIdentities, laterDate } from './contact-identities.ts'
import type { Conversation, ConversationState, Identity, LastMessage, ReportedValue } from './conversation.ts'

/** The conversation of a contact of whom nothing is known but its identities. */
export function newConversation(
  { sessionId, identities }: Pick<Conversation, 'sessionId' | 'identities'>,
  now: Date,
): Conversation {
  const all = mergeIdentities(identities)
  return {
    ...conversationIdsFor(sessionId, all),
    sessionId,
    identities: all,
    state: 'open',
    episodes: 0,
    notes: [],
    unread: 0,
    optOuts: {},
    createdAt: all[0]?.since ?? now,
    updatedAt: now,
    purgeAt: retainUntil(now),
  }
}

/** A conversation whose contact is known by these too. */
export function withIdentities(conversation: Conversation, identities: readonly Identity[]): Conversation {
  const all = mergeIdentities(conversation.identities, identities)
  const [first] = all
  if (!first) return conversation
  const { id, otherIds } = conversationIdsFor(conversation.sessionId, all)
  // Ids of identities that were erased lead here all the same.
  const ids = new Set([...otherIds, conversation.id, ...conversation.otherIds])
  ids.delete(id)
  return { ...conversation, id, otherIds: [...ids], identities: all, createdAt: first.since }
}

/**
 * Until when what is written `now` is kept: the end of the month a year later. It moves on once a month and not with
 * each message, so that the aliases, which must live as long, are seldom written.
 */
export function retainUntil(now: Date): Date {
  const year = purgeDate('conversation', now)
  return new Date(Date.UTC(year.getUTCFullYear(), year.getUTCMonth() + 1, 1))
}

/** Two conversations that turned out to be with the same contact, as one. Which of them comes first does not matter. */
export function mergeConversations(a: Conversation, b: Conversation): Conversation {
  const assignee = (a.updatedAt >= b.updatedAt ? a : b).assignee ?? a.assignee ?? b.assignee
  const latest = {
    name: latestReported(a.name, b.name),
    username: latestReported(a.username, b.username),
    lastMessage: laterMessage(a.lastMessage, b.lastMessage),
    lastInboundAt: laterDate(a.lastInboundAt, b.lastInboundAt),
    windowOpenUntil: laterDate(a.windowOpenUntil, b.windowOpenUntil),
    replyCancelsUntil: laterDate(a.replyCancelsUntil, b.replyCancelsUntil),
  }
  return withIdentities(
    {
      ...b,
      ...a,
      otherIds: [...new Set([...a.otherIds, b.id, ...b.otherIds])],
      ...(assignee !== undefined && { assignee }),
      ...omitUndefined(latest),
      state: higherPriorityState(a.state, b.state),
      episodes: Math.max(a.episodes, b.episodes),
      notes: [...a.notes, ...b.notes].toSorted((one, other) => one.at.getTime() - other.at.getTime()),
      unread: a.unread + b.unread,
      optOuts: omitUndefined({
        marketing: mergeOptOuts(a.optOuts.marketing, b.optOuts.marketing),
        all: mergeOptOuts(a.optOuts.all, b.optOuts.all),
      }),
      updatedAt: a.updatedAt > b.updatedAt ? a.updatedAt : b.updatedAt,
      purgeAt: a.purgeAt > b.purgeAt ? a.purgeAt : b.purgeAt,
    },
    b.identities,
  )
}

/** The value reported last; deterministic within one second. */
export function latestReported(
  a: ReportedValue | undefined,
  b: ReportedValue | undefined,
): ReportedValue | undefined {
  if (!a || !b) return a ?? b
  const difference = a.at.getTime() - b.at.getTime()
  return difference > 0 || (difference === 0 && a.value >= b.value) ? a : b
}

/** The one to be shown as the last: the later by Meta's time, of the same second always the same. */
export function laterMessage(
  a: LastMessage | undefined,
  b: LastMessage | undefined,
): LastMessage | undefined {
  if (!a || !b) return a ?? b
  const difference = a.at.getTime() - b.at.getTime()
  return difference > 0 || (difference === 0 && a.messageId >= b.messageId) ? a : b
}

const statePriority: readonly ConversationState[] = ['resolved', 'open', 'needs_human']
const higherPriorityState = (a: ConversationState, b: ConversationState): ConversationState =>
  statePriority.indexOf(a) > statePriority.indexOf(b) ? a : b
