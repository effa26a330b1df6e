import type { ConsentEventData } from '@waypost/contract'
import type { Recipient } from '../kernel/recipient.ts'
import type { NewEvent } from '../events/publish-event.ts'
import type { Conversation } from '../conversations/conversation.ts'
import { optedOutSince, type ConsentUpdate } from '../conversations/opt-out.ts'

/**
 * Events of a consent change that applies: `contact.opted_out` or `contact.opted_in` for each category. Idempotent: the
 * same change has the same events; a change without effect has none.
 * @param after the conversation after the change
 */
export const consentEvents = (
  after: Pick<Conversation, 'id' | 'sessionId' | 'optOuts'>,
  update: ConsentUpdate,
  contact: Recipient,
): NewEvent[] =>
  optedOutSince(after.optOuts, update).map((category) => {
    const data: ConsentEventData = {
      session: after.sessionId,
      contact,
      category,
      source: update.source,
      at: update.at.toISOString(),
      ...(update.text !== undefined && { text: update.text }),
    }
    return {
      type: update.wants ? 'contact.opted_in' : 'contact.opted_out',
      dedupeKey: [after.sessionId, contact, category, String(update.wants), data.at],
      sessionId: after.sessionId,
      conversationId: after.id,
      at: update.at,
      data,
    }
  })
