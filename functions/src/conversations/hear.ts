import {
  awaitedMessage,
  currentContent,
  inboundChange,
  inboundMessage,
  inboundMessageId,
  withChange,
  writtenAt,
  type InboundMessage,
  type Received,
} from '../messages/inbound-message.ts'
import type { Session } from '../sessions/session.ts'
import { identitiesAt, laterOf } from './contact-identities.ts'
import type { Conversation, Told } from './conversation.ts'
import type { Known, RecordDecision } from './conversation-store.ts'
import { withConsent, type ConsentNews } from './opt-out.ts'
import { shortened } from './shortened.ts'
import { windowAfterMessage } from './service-window.ts'
import { keptUntil, laterMessage, laterTold, newConversation } from './join-conversations.ts'

/** Something a contact of a session sent, read. */
export interface Heard extends Received {
  readonly session: Pick<Session, 'id' | 'automation'>
  /** What the contact wishes by it, when it is a word for that. */
  readonly wish?: ConsentNews
}

/** Who the contact is, by all that the item says. */
export function knownBy(heard: Heard): Known {
  return { sessionId: heard.session.id, identities: identitiesAt(heard.item.contact, writtenAt(heard)) }
}

/** The message that an item concerns: itself, or the one that it changes. */
export const messageIdOf = ({ item, session }: Heard): string =>
  inboundMessageId(session.id, item.changes ?? item.wamid)

/** What is here once an item was heard. Heard twice, or in another order, it is the same. */
export const hear =
  (heard: Heard, now: Date): RecordDecision =>
  ({ message, conversation }) => {
    const changed = messageAfter(heard, message) ?? (conversation ? null : message)
    if (!changed) return null
    const first = conversation ?? newConversation(knownBy(heard), now)
    const told = withProfile(first, heard)
    const effect = heard.item.kind === 'message' ? spokenTo : noted
    return {
      message: changed,
      conversation: {
        ...withWords(effect(told, heard), changed),
        updatedAt: now,
        ...keptLonger(told, heard),
      },
    }
  }

/** Null: nothing is new. */
function messageAfter(heard: Heard, message: InboundMessage | null): InboundMessage | null {
  const { item } = heard
  if (item.changes !== undefined && (item.kind === 'edit' || item.kind === 'revoke')) {
    if (message?.changes.some(({ wamid }) => wamid === item.wamid) === true) return null
    return withChange(message ?? awaitedMessage(heard, item.changes), inboundChange(heard, item.kind))
  }
  if (message?.raw !== undefined) return null
  // What was changed before it came.
  return { ...inboundMessage(heard), ...(message && { changes: message.changes }) }
}

/** The contact says something: somebody should look, and it may be answered freely for a day. */
function spokenTo(conversation: Conversation, heard: Heard): Conversation {
  const needsHuman = heard.session.automation !== false
  const at = writtenAt(heard)
  const began = needsHuman && conversation.state !== 'needs_human'
  return {
    ...withWindow(conversation, at),
    lastInboundAt: laterOf(conversation.lastInboundAt, at) ?? at,
    optOuts: heard.wish ? withConsent(conversation.optOuts, heard.wish) : conversation.optOuts,
    unread: conversation.unread + 1,
    state: stateAfter(conversation, needsHuman),
    episodes: conversation.episodes + (began ? 1 : 0),
  }
}

/** Whoever writes is not done with, though nobody may have to look. */
function stateAfter({ state }: Conversation, needsHuman: boolean): Conversation['state'] {
  if (needsHuman) return 'needs_human'
  return state === 'resolved' ? 'open' : state
}

/** An emoji opens the window like a word does, but nobody need read it; the rest is not an act of the contact towards us. */
const noted = (conversation: Conversation, heard: Heard): Conversation =>
  heard.item.kind === 'reaction' && heard.item.text !== ''
    ? withWindow(conversation, writtenAt(heard))
    : conversation

const withWindow = (conversation: Conversation, at: Date): Conversation => ({
  ...conversation,
  windowOpenUntil: windowAfterMessage(conversation, at),
})

function withProfile(conversation: Conversation, heard: Heard): Conversation {
  const { name, username } = heard.item.contact
  const at = writtenAt(heard)
  const told = (before: Told | undefined, value: string | undefined) =>
    value === undefined ? before : laterTold(before, { value, at })
  const [newName, newUsername] = [told(conversation.name, name), told(conversation.username, username)]
  return {
    ...conversation,
    ...(newName && { name: newName }),
    ...(newUsername && { username: newUsername }),
  }
}

/** The last message, as it reads now. */
function withWords(conversation: Conversation, message: InboundMessage): Conversation {
  const { lastMessage } = conversation
  const { type, text, revokedAt } = currentContent(message)
  const counts = message.raw !== undefined && !['reaction', 'system'].includes(message.type)
  if (!counts) return conversation
  const said = {
    messageId: message.id,
    direction: 'in' as const,
    type,
    text: revokedAt ? '' : shortened(text),
    at: message.createdAt,
  }
  const others = lastMessage?.messageId === message.id ? undefined : lastMessage
  return { ...conversation, lastMessage: laterMessage(others, said) ?? said }
}

function keptLonger({ purgeAt }: Conversation, { receivedAt }: Heard): Pick<Conversation, 'purgeAt'> {
  const until = keptUntil(receivedAt)
  return { purgeAt: until > purgeAt ? until : purgeAt }
}
