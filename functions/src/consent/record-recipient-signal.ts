import type { RecipientSignal, RecordRecipientSignal } from '../messages/recipient-signal.ts'
import { changeConsent, type ChangeConsentNeeds } from './change-consent.ts'
import { newConversation } from '../conversations/merge-conversations.ts'
import { withClosedWindow } from '../conversations/service-window.ts'

/** Stores what Meta's refusal implies: 131050 an opt-out, 131047 a closed service window. */
export const recordRecipientSignal =
  (needs: ChangeConsentNeeds): RecordRecipientSignal =>
  async (refusal) => {
    if (refusal.kind === 'window-closed') return closeWindow(refusal, needs)
    const { at, text } = refusal
    await changeConsent(
      refusal,
      { wants: false, category: 'marketing', source: 'meta_error', at, text },
      needs,
    )
  }

async function closeWindow(
  { sessionId, contact, at }: RecipientSignal,
  { conversations }: ChangeConsentNeeds,
): Promise<void> {
  const identities = [{ of: contact, since: at }]
  await conversations.updateByContact({ sessionId, identities }, (current) =>
    withClosedWindow(current ?? newConversation({ sessionId, identities }, at), at),
  )
}
