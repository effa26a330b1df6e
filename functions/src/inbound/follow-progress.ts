import type { Announce } from '../messages/announce.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { done, kept, type Follow } from './follow.ts'

export interface FollowProgressNeeds {
  messages: Pick<MessageStore, 'find'>
  announce: Announce
}

/** Tells those who want to hear of a status; it is in the message already. */
export const followProgress: Follow<FollowProgressNeeds> = async ({ messageId }, { messages, announce }) => {
  const message = messageId === undefined ? null : await messages.find(messageId)
  if (!message) return kept('Its message is not here (any more).')
  await announce(message)
  return done('It was told on.')
}
