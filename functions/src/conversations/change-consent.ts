import type { Recipient } from '../kernel/recipient.ts'
import type { RaiseEvent } from '../sessions/raise-event.ts'
import { consentEvents } from './consent-events.ts'
import type { Conversation } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import { newConversation } from './join-conversations.ts'
import { withConsent, type ConsentNews } from './opt-out.ts'

export interface ChangeConsentNeeds {
  conversations: Pick<ConversationStore, 'changeOf'>
  raiseEvent: RaiseEvent
}

/** A contact of a session. */
export interface ContactOfSession {
  readonly sessionId: string
  readonly contact: Recipient
  /** By what else it is known now. */
  readonly others?: readonly Recipient[]
}

/**
 * Keeps what a contact wishes, and tells customers. Also of somebody who never wrote: then there is a conversation from
 * now on, for the wish. The same twice is once.
 * @returns the conversation; null for a contact without one that wants what it gets anyway
 */
export async function changeConsent(
  { sessionId, contact, others = [] }: ContactOfSession,
  news: ConsentNews,
  { conversations, raiseEvent }: ChangeConsentNeeds,
): Promise<Conversation | null> {
  const identities = [contact, ...others].map((of) => ({ of, since: news.at }))
  const kept = await conversations.changeOf({ sessionId, identities }, (current) => {
    const optOuts = withConsent(current?.optOuts ?? {}, news)
    if (optOuts === (current?.optOuts ?? optOuts) && (current || news.wants)) return null
    return {
      ...(current ?? newConversation({ sessionId, identities }, news.at)),
      optOuts,
      updatedAt: news.at,
    }
  })
  if (kept) for (const event of consentEvents(kept, news, contact)) await raiseEvent(event)
  return kept
}
