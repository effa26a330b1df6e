import type { EventServices } from '../events/publish-event.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { readInboundContact } from '../graph/inbound-contact.ts'
import { asArray, asDate, asNonEmptyString, asObject, omitUndefined } from '../kernel/untrusted-json.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import { applied, ignored, type ItemHandler } from './item-handler.ts'
import { sessionByNumber } from './session-by-number.ts'
import { unknownNumber } from './unknown-sender.ts'

export type HandleCallsNeeds = Pick<SessionServices, 'sessions' | 'freshSessions'> &
  Pick<EventServices, 'publishEvent'>

/** Calls of contacts: an event for each step of each call. Waypost does not take part in calls. */
export const handleCalls: ItemHandler<HandleCallsNeeds> = async (inboxItem, needs) => {
  const value = asObject(JSON.parse(inboxItem.item))
  const calls = asArray(value['calls']).map(asObject)
  if (calls.length === 0) return ignored('It holds no call.')
  const session = await sessionByNumber(inboxItem.phoneNumberId, needs)
  if (!session) return unknownNumber(inboxItem)
  for (const call of calls) {
    const [callId, event] = [asNonEmptyString(call['id']), asNonEmptyString(call['event'])]
    const isOutgoing = call['direction'] === 'BUSINESS_INITIATED'
    const ids = isOutgoing
      ? { from: call['to'], from_user_id: call['to_user_id'] }
      : { from: call['from'], from_user_id: call['from_user_id'] }
    const [contact] = readInboundContact(ids, asArray(value['contacts'])).current
    if (callId === undefined || event === undefined || contact === undefined) continue
    const at = asDate(call['timestamp']) ?? inboxItem.receivedAt
    const conversation = conversationIdOf(session.id, contact)
    await needs.publishEvent({
      type: 'call.received',
      dedupeKey: [callId, event],
      sessionId: session.id,
      conversationId: conversation,
      at,
      data: {
        session: session.id,
        conversation,
        contact,
        callId,
        event,
        ...omitUndefined({ direction: asNonEmptyString(call['direction']) }),
        at: at.toISOString(),
      },
    })
  }
  return applied('The call events were published.')
}
