import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import { newConversation } from '../conversations/merge-conversations.ts'
import { readInboundContact } from '../graph/inbound-contact.ts'
import { asObject } from '../kernel/untrusted-json.ts'
import { applied, ignored, type ItemHandler } from './item-handler.ts'
import { unknownNumber } from './unknown-sender.ts'
import { sessionByNumber } from './session-by-number.ts'

export interface RecipientIdentityNeeds extends Pick<
  KernelServices & SessionServices,
  'clock' | 'sessions' | 'freshSessions'
> {
  conversations: Pick<ConversationStore, 'updateByContact'>
}

/**
 * A status named several ids of a recipient: they belong to one contact. Without this, an opt-out from a contact that
 * hides its number later would not reach the number that we write to.
 */
export const handleRecipientIdentity: ItemHandler<RecipientIdentityNeeds> = async (item, needs) => {
  const session = await sessionByNumber(item.phoneNumberId, needs)
  if (!session) return unknownNumber(item)
  const { contact, ...ids } = asObject(JSON.parse(item.item))
  const { current } = readInboundContact(ids, contact === undefined ? [] : [contact])
  if (current.length < 2) return ignored('It names one identity only.')
  // Not seen under them: the contact did not write.
  const identities = current.map((of) => ({ of, since: item.receivedAt }))
  const known = { sessionId: session.id, identities }
  await needs.conversations.updateByContact(
    known,
    (conversation) => conversation ?? newConversation(known, needs.clock.now()),
  )
  return applied('The identities were joined.')
}
