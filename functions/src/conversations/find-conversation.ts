import type { SessionServices } from '../sessions/session-services.ts'
import { isId, WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'

export interface FindConversationNeeds extends Pick<SessionServices, 'sessions'> {
  conversations: Pick<ConversationStore, 'find'>
}

/**
 * A conversation of a session that the caller owns.
 * @throws WaypostError `CONVERSATION_NOT_FOUND`, also for a session of another owner
 */
export async function findConversation(
  id: string,
  caller: Caller,
  { conversations, sessions }: FindConversationNeeds,
): Promise<Conversation> {
  const conversation = isId('cnv', id) ? await conversations.find(id) : null
  const owned = ownedSessions(caller, await sessions())
  if (conversation && owned.some((session) => session.id === conversation.sessionId)) return conversation
  throw new WaypostError('CONVERSATION_NOT_FOUND', { id })
}
