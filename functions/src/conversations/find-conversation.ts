import type { SessionServices } from '../sessions/session-services.ts'
import { isId, WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { reachesTraffic } from '../sessions/resolve-session.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'

export interface FindConversationNeeds extends Pick<SessionServices, 'sessions'> {
  conversations: Pick<ConversationStore, 'find'>
}

/**
 * A conversation of a session that the caller owns. Those of deleted sessions are for operators: their contacts can
 * still be erased.
 * @throws WaypostError `CONVERSATION_NOT_FOUND`, also for a session of another owner
 */
export async function findConversation(
  id: string,
  caller: Caller,
  { conversations, sessions }: FindConversationNeeds,
): Promise<Conversation> {
  const conversation = isId('cnv', id) ? await conversations.find(id) : null
  if (conversation && reachesTraffic(caller, conversation.sessionId, await sessions())) return conversation
  throw new WaypostError('CONVERSATION_NOT_FOUND', { id })
}
