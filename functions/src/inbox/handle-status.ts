import type { EventServices } from '../events/publish-event.ts'
import type { MessageObserver } from '../messages/message-observer.ts'
import { statusEvent } from '../messages/message-event.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { isProgressStatus } from '../messages/progress.ts'
import { asObject, parseJson } from '../kernel/untrusted-json.ts'
import { applied, ignored, type ItemHandler } from './item-handler.ts'

export interface HandleStatusNeeds extends Pick<EventServices, 'publishEvent'> {
  messages: Pick<MessageStore, 'find'>
  onMessageChanged: MessageObserver
}

/** Publishes a status that the message already holds. */
export const handleStatus: ItemHandler<HandleStatusNeeds> = async ({ item, messageId, attempt }, needs) => {
  const message = messageId === undefined ? null : await needs.messages.find(messageId)
  if (!message) return ignored('Its message is not here (any more).')
  await needs.onMessageChanged(message)
  const { status, id } = asObject(parseJson(item))
  const entry = message.timeline.find(
    (one) => one.source === 'meta' && one.status === status && one.wamid === id,
  )
  if (isProgressStatus(status) && attempt !== undefined)
    await needs.publishEvent(statusEvent(message, { status, attempt, at: entry?.at ?? message.createdAt }))
  return applied('The status event was published.')
}
