import { isWaypostError } from '@waypost/contract'
import { cancelMessage, type CancelNeeds } from '../dispatch/cancel-message.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { allConversationIds } from './contact-identities.ts'
import type { Conversation } from './conversation.ts'

export interface CancelOnReplyNeeds extends CancelNeeds {
  messages: CancelNeeds['messages'] & Pick<MessageStore, 'listPendingIn'>
}

/** Hardly any contact has more pending; the rest is checked before it is sent. */
const MAX_MESSAGES = 300

/**
 * Cancels the pending messages of a contact that a reply cancels (`cancelOn: ["reply"]`). Idempotent: messages queued
 * after the reply are not cancelled.
 * @returns the number of cancelled messages
 */
export async function cancelOnReply(
  conversation: Conversation,
  { at: repliedAt, reason }: { readonly at: Date; readonly reason: string },
  needs: CancelOnReplyNeeds,
): Promise<number> {
  const { replyCancelsUntil } = conversation
  if (!replyCancelsUntil || replyCancelsUntil < repliedAt) return 0
  const waiting = await needs.messages.listPendingIn(allConversationIds(conversation), MAX_MESSAGES)
  const concerned = waiting.filter(
    ({ cancelOn, createdAt }) => cancelOn.includes('reply') && createdAt <= repliedAt,
  )
  let cancelled = 0
  for (const message of concerned) cancelled += (await cancelPending(message, reason, needs)) ? 1 : 0
  return cancelled
}

/** False: it was sent in the meantime. */
async function cancelPending(
  message: StoredMessage,
  reason: string,
  needs: CancelOnReplyNeeds,
): Promise<boolean> {
  try {
    await cancelMessage(message, reason, needs)
    return true
  } catch (error) {
    if (isWaypostError(error) && error.code === 'MESSAGE_STATE_CONFLICT') return false
    throw error
  }
}
