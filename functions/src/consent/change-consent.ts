import type { Recipient } from '../kernel/recipient.ts'
import type { EventServices } from '../events/publish-event.ts'
import { consentEvents } from './consent-events.ts'
import type { Conversation } from '../conversations/conversation.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import { newConversation } from '../conversations/merge-conversations.ts'
import { applyConsent, type ConsentUpdate } from '../conversations/opt-out.ts'

export interface ChangeConsentNeeds extends Pick<EventServices, 'publishEvent'> {
  conversations: Pick<ConversationStore, 'updateByContact'>
}

/** A contact of a session. */
export interface SessionContact {
  readonly sessionId: string
  readonly contact: Recipient
  /** Its other current identities. */
  readonly others?: readonly Recipient[]
}

/**
 * Stores a consent change and publishes its events. A contact that never wrote gets a conversation to hold it. Idempotent.
 * @returns the conversation; null for an opt-in of a contact without one
 */
export async function changeConsent(
  { sessionId, contact, others = [] }: SessionContact,
  update: ConsentUpdate,
  { conversations, publishEvent }: ChangeConsentNeeds,
): Promise<Conversation | null> {
  const identities = [contact, ...others].map((of) => ({ of, since: update.at }))
  const changed = await conversations.updateByContact({ sessionId, identities }, (current) => {
    const optOuts = applyConsent(current?.optOuts ?? {}, update)
    if (optOuts === (current?.optOuts ?? optOuts) && (current || update.wants)) return null
    return {
      ...(current ?? newConversation({ sessionId, identities }, update.at)),
      optOuts,
      updatedAt: update.at,
    }
  })
  if (changed) for (const event of consentEvents(changed, update, contact)) await publishEvent(event)
  return changed
}
