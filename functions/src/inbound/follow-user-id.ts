import { identitiesAt } from '../conversations/contact-identities.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import { newConversation } from '../conversations/join-conversations.ts'
import { readUserIdUpdate } from '../graph/inbound-contact.ts'
import type { Clock } from '../kernel/clock.ts'
import { fieldsOf, instantOf, listOf, type Fields } from '../kernel/loose-json.ts'
import type { Session } from '../sessions/session.ts'
import { done, kept, quarantined, type Follow } from './follow.ts'
import type { StoredInboxItem } from './inbox-store.ts'
import { sessionOfNumber, type SessionOfNumberNeeds } from './session-of-number.ts'

export interface FollowUserIdNeeds extends SessionOfNumberNeeds {
  conversations: Pick<ConversationStore, 'changeOf'>
  clock: Clock
}

/**
 * A contact got another business-scoped user id: both are the same person from now on.
 * https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
 */
export const followUserId: Follow<FollowUserIdNeeds> = async (inboxItem, needs) => {
  const updates = listOf(fieldsOf(JSON.parse(inboxItem.item))['user_id_update']).map(fieldsOf)
  if (updates.length === 0) return quarantined('It does not say which user id changed.')
  const sessions = await sessionsOf(inboxItem, needs)
  if (sessions.length === 0) return kept('It is of a number or an account that no session here belongs to.')
  for (const session of sessions)
    for (const update of updates) await joinIds(update, { session, inboxItem }, needs)
  return done('The ids were joined.')
}

/** That of the number it was told to; of the whole account where no number is named. */
async function sessionsOf(
  { phoneNumberId, wabaId }: StoredInboxItem,
  needs: FollowUserIdNeeds,
): Promise<readonly Session[]> {
  if (phoneNumberId === '') return (await needs.sessions()).filter((session) => session.wabaId === wabaId)
  const session = await sessionOfNumber(phoneNumberId, needs)
  return session ? [session] : []
}

async function joinIds(
  update: Fields,
  { session, inboxItem }: { session: Session; inboxItem: StoredInboxItem },
  { conversations, clock }: FollowUserIdNeeds,
): Promise<void> {
  const at = instantOf(update['timestamp']) ?? inboxItem.receivedAt
  const known = { sessionId: session.id, identities: identitiesAt(readUserIdUpdate(update), at) }
  if (known.identities.length < 2) return
  // A sender that the contact never met need not know of it.
  const isMet = inboxItem.phoneNumberId !== ''
  await conversations.changeOf(known, (current) =>
    current || isMet ? { ...(current ?? newConversation(known, at)), updatedAt: clock.now() } : null,
  )
}
