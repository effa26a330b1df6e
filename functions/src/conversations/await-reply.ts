import type { Clock } from '../kernel/clock.ts'
import type { AwaitReply } from '../messages/await-reply.ts'
import type { ConversationStore } from './conversation-store.ts'
import { newConversation } from './merge-conversations.ts'

/**
 * Marks the conversation of a contact, created if needed: a reply looks for messages to cancel only where a mark is set.
 * The mark is never removed, as a message may be queued while a reply is processed; it expires.
 */
export const awaitReply =
  ({
    conversations,
    clock,
  }: {
    conversations: Pick<ConversationStore, 'updateByContact'>
    clock: Clock
  }): AwaitReply =>
  async ({ sessionId, to, notAfter }) => {
    const now = clock.now()
    const identities = [{ of: to, since: now }]
    await conversations.updateByContact({ sessionId, identities }, (current) => {
      const conversation = current ?? newConversation({ sessionId, identities }, now)
      const { replyCancelsUntil } = conversation
      return replyCancelsUntil && replyCancelsUntil >= notAfter
        ? null
        : { ...conversation, replyCancelsUntil: notAfter, updatedAt: now }
    })
  }
