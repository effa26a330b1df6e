import type { FindConversationContact } from '../send/resolve-recipient.ts'
import { preferredRecipient } from './contact-identities.ts'
import type { ConversationStore } from './conversation-store.ts'

/** Finds the contact of a conversation, for sends that name the conversation. */
export const conversationContact =
  (conversations: Pick<ConversationStore, 'find'>): FindConversationContact =>
  async (id) => {
    const conversation = await conversations.find(id)
    const contact = conversation && preferredRecipient(conversation.identities)
    return conversation && contact ? { sessionId: conversation.sessionId, contact } : null
  }
