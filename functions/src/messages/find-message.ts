import type { SessionServices } from '../sessions/session-services.ts'
import { isId, WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import type { StoredMessage } from './message.ts'
import type { ListedMessage, MessageStore } from './message-store.ts'
import { isVisible, visibilityOf } from './message-visibility.ts'

export interface FindNeeds extends Pick<SessionServices, 'sessions'> {
  messages: Pick<MessageStore, 'findAny'>
}

/**
 * A message of either direction.
 * @throws WaypostError `MESSAGE_NOT_FOUND`, also for a message of another owner
 */
export async function findAnyMessage(
  id: string,
  caller: Caller,
  { messages, sessions }: FindNeeds,
): Promise<ListedMessage> {
  const message = isId('msg', id) ? await messages.findAny(id) : null
  if (!message || !isVisible(message, visibilityOf(caller, await sessions())))
    throw new WaypostError('MESSAGE_NOT_FOUND', { id })
  return message
}

/** An outgoing message: the actions on messages do not apply to inbound ones. */
export async function findMessage(id: string, caller: Caller, needs: FindNeeds): Promise<StoredMessage> {
  const message = await findAnyMessage(id, caller, needs)
  if (message.direction === 'in') throw new WaypostError('MESSAGE_NOT_FOUND', { id })
  return message
}
