import { isId, WaypostError } from '@waypost/contract'
import type { Caller } from '../access/caller.ts'
import type { Recipient } from '../kernel/recipient.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import { recipientOf } from './contact-identities.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import { findConversation } from './find-conversation.ts'
import { readContactId } from './read-contact-id.ts'

export interface NamedContactNeeds {
  conversations: Pick<ConversationStore, 'find' | 'ofContact'>
  sessions(): Promise<readonly Session[]>
}

/** A contact that a route names. */
export interface NamedContact {
  readonly sessionId: string
  /** By what it is known; the id of its conversation once it was erased. */
  readonly contact: Recipient
  readonly conversation: Conversation | null
}

/**
 * The contact behind `/v1/contacts/{id}`: the id of a conversation, a phone number or a business-scoped user id, on a
 * session that the caller owns.
 * @throws WaypostError `CONVERSATION_NOT_FOUND`, `SESSION_FORBIDDEN`, `SESSION_REQUIRED`, `INVALID_REQUEST`
 */
export async function namedContact(
  { id, session }: { id: string; session: string | undefined },
  caller: Caller,
  needs: NamedContactNeeds,
): Promise<NamedContact> {
  if (isId('cnv', id)) {
    const conversation = await findConversation(id, caller, needs)
    const contact = recipientOf(conversation.identities)
    if (contact === undefined) throw new WaypostError('CONVERSATION_NOT_FOUND', { id })
    return { sessionId: conversation.sessionId, contact, conversation }
  }
  const contact = readContactId(id, '/id')
  const sessionId = ownedSession(session, caller, await needs.sessions())
  return { sessionId, contact, conversation: await needs.conversations.ofContact(sessionId, contact) }
}

function ownedSession(named: string | undefined, caller: Caller, sessions: readonly Session[]): string {
  const owned = ownedSessions(caller, sessions)
  const wanted = owned.filter(({ id, isDefault }) => (named === undefined ? isDefault : id === named))
  const [only] = named === undefined && wanted.length === 0 && owned.length === 1 ? owned : wanted
  if (only) return only.id
  if (named === undefined) throw new WaypostError('SESSION_REQUIRED')
  throw new WaypostError('SESSION_FORBIDDEN', { message: `The session ${named.slice(0, 60)} is not yours.` })
}
