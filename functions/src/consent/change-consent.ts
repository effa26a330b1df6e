import type { Recipient } from '../kernel/recipient.ts'
import type { PublishEvent } from '../events/publish-event.ts'
import { consentEvents } from './consent-events.ts'
import type { Conversation } from '../conversations/conversation.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import { newConversation } from '../conversations/merge-conversations.ts'
import { applyConsent, type ConsentUpdate } from '../conversations/opt-out.ts'

export interface ChangeConsentNeeds {
  conversations: Pick<ConversationStore, 'updateByContact'>
  publishEvent: PublishEvent
}

/** A contact of a session. */
export interface SessionContact {
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
  { sessionId, contact, others = [] }: SessionContact,
  update: ConsentUpdate,
  { conversations, publishEvent }: ChangeConsentNeeds,
): Promise<Conversation | null> {
  const identities = [contact, ...others].map((of) => ({ of, since: update.at }))
  const kept = await conversations.updateByContact({ sessionId, identities }, (current) => {
    const optOuts = applyConsent(current?.optOuts ?? {}, update)
    if (optOuts === (current?.optOuts ?? optOuts) && (current || update.wants)) return null
    return {
      ...(current ?? newConversation({ sessionId, identities }, update.at)),
      optOuts,
      updatedAt: update.at,
    }
  })
  if (kept) for (const event of consentEvents(kept, update, contact)) await publishEvent(event)
  return kept
}
