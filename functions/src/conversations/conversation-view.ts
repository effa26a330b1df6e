import type { ConversationView } from '@waypost/contract'
import { contactOf } from './contact-identities.ts'
import type { Conversation } from './conversation.ts'
import { consentCategories, isOptedOut } from './opt-out.ts'

/** A conversation as the API shows it in a list, and customers' endpoints get it. */
export function conversationView(conversation: Conversation): ConversationView {
  const { id, sessionId, identities, name, username, state, assignee, unread, lastMessage } = conversation
  return {
    id,
    session: sessionId,
    ...contactOf(identities),
    ...(name && { name: name.value }),
    ...(username && { username: username.value }),
    state,
    ...(assignee !== undefined && { assignee }),
    unread,
    ...(lastMessage && { lastMessage: lastMessageView(lastMessage) }),
    ...instants(conversation),
    optedOut: consentCategories.filter((category) => isOptedOut(conversation.optOuts, category)),
    createdAt: conversation.createdAt.toISOString(),
    updatedAt: conversation.updatedAt.toISOString(),
  }
}

/** The same with its notes. */
export const conversationWithNotes = (conversation: Conversation): ConversationView => ({
  ...conversationView(conversation),
  notes: conversation.notes.map(({ at, by, text }) => ({ at: at.toISOString(), by, text })),
})

const lastMessageView = ({
  messageId,
  at,
  ...said
}: NonNullable<Conversation['lastMessage']>): NonNullable<ConversationView['lastMessage']> => ({
  id: messageId,
  ...said,
  at: at.toISOString(),
})

const instants = ({ lastInboundAt, windowOpenUntil }: Conversation) => ({
  ...(lastInboundAt && { lastInboundAt: lastInboundAt.toISOString() }),
  ...(windowOpenUntil && { windowOpenUntil: windowOpenUntil.toISOString() }),
})
