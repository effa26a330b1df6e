import type { RaiseEvent } from '../sessions/raise-event.ts'
import type { Announce } from '../messages/announce.ts'
import { statusEvent } from '../messages/message-event.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { isProgressStatus } from '../messages/progress.ts'
import { done, kept, type Follow } from './follow.ts'

export interface FollowProgressNeeds {
  messages: Pick<MessageStore, 'find'>
  announce: Announce
  raiseEvent: RaiseEvent
}

/** Tells those who want to hear of a status; it is in the message already. */
export const followProgress: Follow<FollowProgressNeeds> = async ({ item, messageId, attempt }, needs) => {
  const message = messageId === undefined ? null : await needs.messages.find(messageId)
  if (!message) return kept('Its message is not here (any more).')
  await needs.announce(message)
  const { status, id } = JSON.parse(item) as { status?: unknown; id?: unknown }
  const entry = message.timeline.find(
    (told) => told.source === 'meta' && told.status === status && told.wamid === id,
  )
  if (isProgressStatus(status) && attempt !== undefined)
    await needs.raiseEvent(statusEvent(message, { status, attempt, at: entry?.at ?? message.createdAt }))
  return done('It was told on.')
}
