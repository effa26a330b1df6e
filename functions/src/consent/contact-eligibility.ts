import type { LoadEligibility } from '../messages/send-eligibility-facts.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import { isOptedOut } from '../conversations/opt-out.ts'

/** The eligibility facts of a contact, from its conversation. */
export const contactEligibility =
  (conversations: Pick<ConversationStore, 'findByContact'>): LoadEligibility =>
  async (sessionId, contact) => {
    const conversation = await conversations.findByContact(sessionId, contact)
    if (!conversation) return null
    const { lastInboundAt, windowOpenUntil, optOuts } = conversation
    const [marketing, all] = [isOptedOut(optOuts, 'marketing'), isOptedOut(optOuts, 'all')]
    return {
      ...(lastInboundAt && { lastInboundAt }),
      ...(windowOpenUntil && { windowOpenUntil }),
      ...(marketing && { marketingOptOutAt: marketing.at }),
      ...(all && { optOutAt: all.at }),
    }
  }
