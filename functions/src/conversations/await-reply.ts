import type { Clock } from '../kernel/clock.ts'
import type { AwaitReply } from '../messages/await-reply.ts'
import type { ConversationStore } from './conversation-store.ts'
import { newConversation } from './merge-conversations.ts'

/**
 * Marks the conversation of a contact, made if need be: only where a mark stands does a reply look for messages to
 * cancel. The mark is never taken off, as a message may be queued in the moment a reply comes in; it ends by itself.
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
