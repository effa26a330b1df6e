import { isWaypostError } from '@waypost/contract'
import { cancelMessage, type CancelNeeds } from '../dispatch/cancel-message.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { allConversationIds } from './contact-identities.ts'
import type { Conversation } from './conversation.ts'

export interface CancelOnReplyNeeds extends CancelNeeds {
  messages: CancelNeeds['messages'] & Pick<MessageStore, 'listPendingIn'>
}

/** More wait for hardly anybody; whoever is beyond them is asked before it is sent. */
const MAX_MESSAGES = 300

/**
 * Calls back what waits for a contact and is not to be sent after a reply (`cancelOn: ["reply"]`). Messages queued after
 * the reply came are left alone, so that it may be repeated.
 * @returns how many messages were called back
 */
export async function cancelOnReply(
  conversation: Conversation,
  repliedAt: Date,
  needs: CancelOnReplyNeeds,
): Promise<number> {
  const { replyCancelsUntil } = conversation
  if (!replyCancelsUntil || replyCancelsUntil < repliedAt) return 0
  const waiting = await needs.messages.listPendingIn(allConversationIds(conversation), MAX_MESSAGES)
  const concerned = waiting.filter(
    ({ cancelOn, createdAt }) => cancelOn.includes('reply') && createdAt <= repliedAt,
  )
  let cancelled = 0
  for (const message of concerned) cancelled += (await cancelPending(message, needs)) ? 1 : 0
  return cancelled
}

/** False: it was sent in this moment. */
async function cancelPending(message: StoredMessage, needs: CancelOnReplyNeeds): Promise<boolean> {
  try {
    await cancelMessage(message, 'Cancelled: the contact replied.', needs)
    return true
  } catch (error) {
    if (isWaypostError(error) && error.code === 'MESSAGE_STATE_CONFLICT') return false
    throw error
  }
}
