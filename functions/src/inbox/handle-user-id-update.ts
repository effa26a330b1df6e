import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { identitiesFrom } from '../conversations/contact-identities.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import { newConversation } from '../conversations/merge-conversations.ts'
import { readUserIdUpdate } from '../graph/inbound-contact.ts'
import { asObject, asDate, asArray, type JsonObject } from '../kernel/untrusted-json.ts'
import type { Session } from '../sessions/session.ts'
import { applied, quarantined, type ItemHandler } from './item-handler.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { unknownAccount, unknownNumber } from './unknown-sender.ts'
import { sessionsOfItem } from './session-by-number.ts'

export interface HandleUserIdUpdateNeeds extends Pick<
  KernelServices & SessionServices,
  'clock' | 'sessions' | 'freshSessions'
> {
  conversations: Pick<ConversationStore, 'updateByContact'>
}

/**
 * A contact got another business-scoped user id: both are the same person from now on.
 * https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
 */
export const handleUserIdUpdate: ItemHandler<HandleUserIdUpdateNeeds> = async (inboxItem, needs) => {
  const updates = asArray(asObject(JSON.parse(inboxItem.item))['user_id_update']).map(asObject)
  if (updates.length === 0) return quarantined('It does not say which user id changed.')
  const sessions = await sessionsOfItem(inboxItem, needs)
  if (sessions.length === 0)
    return inboxItem.phoneNumberId === '' ? unknownAccount(inboxItem) : unknownNumber(inboxItem)
  for (const session of sessions)
    for (const update of updates) await mergeUserIds(update, { session, inboxItem }, needs)
  return applied('The ids were joined.')
}

async function mergeUserIds(
  update: JsonObject,
  { session, inboxItem }: { session: Session; inboxItem: StoredInboxItem },
  { conversations, clock }: HandleUserIdUpdateNeeds,
): Promise<void> {
  const at = asDate(update['timestamp']) ?? inboxItem.receivedAt
  const known = { sessionId: session.id, identities: identitiesFrom(readUserIdUpdate(update), at) }
  if (known.identities.length < 2) return
  // A sender that the contact never met need not know of it.
  const isMet = inboxItem.phoneNumberId !== ''
  await conversations.updateByContact(known, (current) =>
    current || isMet ? { ...(current ?? newConversation(known, at)), updatedAt: clock.now() } : null,
  )
}
