import {
  placeholderMessage,
  currentContent,
  inboundChange,
  inboundMessage,
  inboundMessageId,
  withChange,
  sentAtOf,
  type InboundMessage,
  type ReceivedItem,
} from '../messages/inbound-message.ts'
import type { Session } from '../sessions/session.ts'
import { identitiesFrom, laterDate } from './contact-identities.ts'
import type { Conversation, ReportedValue } from './conversation.ts'
import type { KnownContact, RecordDecision } from './conversation-store.ts'
import { applyConsent, type ConsentUpdate } from './opt-out.ts'
import { messagePreview } from './message-preview.ts'
import { windowAfterMessage } from './service-window.ts'
import { retainUntil, laterMessage, latestReported, newConversation } from './merge-conversations.ts'

/** A parsed item that a contact of a session sent. */
export interface InboundUpdate extends ReceivedItem {
  readonly session: Pick<Session, 'id' | 'automation'>
  /** The consent change, when the message is a keyword. */
  readonly consent?: ConsentUpdate
}

/** Who the contact is, by all that the item says. */
export function knownContactOf(inbound: InboundUpdate): KnownContact {
  return {
    sessionId: inbound.session.id,
    identities: identitiesFrom(inbound.item.contact, sentAtOf(inbound)),
  }
}

/** The message that an item concerns: itself, or the one that it changes. */
export const messageIdOf = ({ item, session }: InboundUpdate): string =>
  inboundMessageId(session.id, item.changes ?? item.wamid)

/** Computes message and conversation after an item. Idempotent and independent of the order of items. */
export const applyInboundMessage =
  (inbound: InboundUpdate, now: Date): RecordDecision =>
  ({ message, conversation }) => {
    const changed = nextMessage(inbound, message) ?? (conversation ? null : message)
    if (!changed) return null
    const first = conversation ?? newConversation(knownContactOf(inbound), now)
    const profiled = withProfile(first, inbound)
    const effect = inbound.item.kind === 'message' ? applyIncomingMessage : applyNonMessage
    return {
      message: changed,
      conversation: {
        ...withLastMessage(effect(profiled, inbound), changed),
        updatedAt: now,
        ...extendRetention(profiled, inbound),
      },
    }
  }

/** Null: nothing is new. */
function nextMessage(inbound: InboundUpdate, message: InboundMessage | null): InboundMessage | null {
  const { item } = inbound
  if (item.changes !== undefined && (item.kind === 'edit' || item.kind === 'revoke')) {
    if (message?.changes.some(({ wamid }) => wamid === item.wamid) === true) return null
    return withChange(message ?? placeholderMessage(inbound, item.changes), inboundChange(inbound, item.kind))
  }
  if (message?.raw !== undefined) return null
  // What was changed before it came.
  return { ...inboundMessage(inbound), ...(message && { changes: message.changes }) }
}

/** A message of the contact needs a human and opens the service window for a day. */
function applyIncomingMessage(conversation: Conversation, inbound: InboundUpdate): Conversation {
  const needsHuman = inbound.session.automation !== false
  const at = sentAtOf(inbound)
  const began = needsHuman && conversation.state !== 'needs_human'
  return {
    ...withServiceWindow(conversation, at),
    lastInboundAt: laterDate(conversation.lastInboundAt, at) ?? at,
    optOuts: inbound.consent ? applyConsent(conversation.optOuts, inbound.consent) : conversation.optOuts,
    unread: conversation.unread + 1,
    state: nextState(conversation, needsHuman),
    episodes: conversation.episodes + (began ? 1 : 0),
  }
}

/** An inbound message reopens a resolved conversation. */
function nextState({ state }: Conversation, needsHuman: boolean): Conversation['state'] {
  if (needsHuman) return 'needs_human'
  return state === 'resolved' ? 'open' : state
}

/**
 * A reaction opens the window like a message, but needs no human. An edit to a keyword changes consent; an edit of a
 * keyword to another text does not: an opt-out ends with an opt-in.
 */
function applyNonMessage(conversation: Conversation, inbound: InboundUpdate): Conversation {
  const { kind, text } = inbound.item
  if (kind === 'reaction' && text !== '') return withServiceWindow(conversation, sentAtOf(inbound))
  return inbound.consent
    ? { ...conversation, optOuts: applyConsent(conversation.optOuts, inbound.consent) }
    : conversation
}

const withServiceWindow = (conversation: Conversation, at: Date): Conversation => ({
  ...conversation,
  windowOpenUntil: windowAfterMessage(conversation, at),
})

function withProfile(conversation: Conversation, inbound: InboundUpdate): Conversation {
  const { name, username } = inbound.item.contact
  const at = sentAtOf(inbound)
  const latest = (before: ReportedValue | undefined, value: string | undefined) =>
    value === undefined ? before : latestReported(before, { value, at })
  const [newName, newUsername] = [latest(conversation.name, name), latest(conversation.username, username)]
  return {
    ...conversation,
    ...(newName && { name: newName }),
    ...(newUsername && { username: newUsername }),
  }
}

/** The last message, as it reads now. */
function withLastMessage(conversation: Conversation, message: InboundMessage): Conversation {
  const { lastMessage } = conversation
  const { type, content, text, revokedAt } = currentContent(message)
  const counts = message.raw !== undefined && !['reaction', 'system'].includes(message.type)
  if (!counts) return conversation
  const said = {
    messageId: message.id,
    direction: 'in' as const,
    type,
    text: revokedAt ? '' : messagePreview(text, { type, content }),
    at: message.createdAt,
  }
  const others = lastMessage?.messageId === message.id ? undefined : lastMessage
  return { ...conversation, lastMessage: laterMessage(others, said) ?? said }
}

function extendRetention(
  { purgeAt }: Conversation,
  { receivedAt }: InboundUpdate,
): Pick<Conversation, 'purgeAt'> {
  const until = retainUntil(receivedAt)
  return { purgeAt: until > purgeAt ? until : purgeAt }
}
