import type { NewEvent } from '../events/publish-event.ts'
import type { Conversation } from './conversation.ts'
import { conversationView } from './conversation-view.ts'

/** `conversation.needs_human`: one event for each time that it began to. */
export const needsHumanEvent = (conversation: Conversation, at: Date): NewEvent => ({
  type: 'conversation.needs_human',
  dedupeKey: [conversation.id, String(conversation.episodes)],
  sessionId: conversation.sessionId,
  conversationId: conversation.id,
  at,
  data: { ...conversationView(conversation) },
})
