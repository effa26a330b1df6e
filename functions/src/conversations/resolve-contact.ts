import type { SessionServices } from '../sessions/session-services.ts'
import { isId, WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import type { Recipient } from '../kernel/recipient.ts'
import { ownedSessions, reachesTraffic } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import { preferredRecipient } from './contact-identities.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import { findConversation } from './find-conversation.ts'
import { parseContactId } from './parse-contact-id.ts'

export interface ResolveContactNeeds extends Pick<SessionServices, 'sessions'> {
  conversations: Pick<ConversationStore, 'find' | 'findByContact'>
}

/** A contact that a route names. */
export interface ResolvedContact {
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
export async function resolveContact(
  { id, session }: { id: string; session: string | undefined },
  caller: Caller,
  needs: ResolveContactNeeds,
): Promise<ResolvedContact> {
  if (isId('cnv', id)) {
    const conversation = await findConversation(id, caller, needs)
    const contact = preferredRecipient(conversation.identities)
    if (contact === undefined) throw new WaypostError('CONVERSATION_NOT_FOUND', { id })
    return { sessionId: conversation.sessionId, contact, conversation }
  }
  const contact = parseContactId(id, '/id')
  const sessionId = ownedSession(session, caller, await needs.sessions())
  return { sessionId, contact, conversation: await needs.conversations.findByContact(sessionId, contact) }
}

function ownedSession(contact: string | undefined, caller: Caller, sessions: readonly Session[]): string {
  const owned = ownedSessions(caller, sessions)
  const wanted = owned.filter(({ id, isDefault }) => (contact === undefined ? isDefault : id === contact))
  const [only] = contact === undefined && wanted.length === 0 && owned.length === 1 ? owned : wanted
  if (only) return only.id
  if (contact !== undefined && reachesTraffic(caller, contact, sessions)) return contact
  if (contact === undefined) throw new WaypostError('SESSION_REQUIRED')
  throw new WaypostError('SESSION_FORBIDDEN', {
    message: `The session ${contact.slice(0, 60)} is not yours.`,
  })
}
