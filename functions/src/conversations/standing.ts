import type { StandingOf } from '../messages/contact-standing.ts'
import type { ConversationStore } from './conversation-store.ts'
import { holding } from './opt-out.ts'

/** What a conversation says about sending to its contact. */
export const standingOf =
  (conversations: Pick<ConversationStore, 'ofContact'>): StandingOf =>
  async (sessionId, contact) => {
    const conversation = await conversations.ofContact(sessionId, contact)
    if (!conversation) return null
    const { lastInboundAt, windowOpenUntil, optOuts } = conversation
    const [marketing, all] = [holding(optOuts, 'marketing'), holding(optOuts, 'all')]
    return {
      ...(lastInboundAt && { lastInboundAt }),
      ...(windowOpenUntil && { windowOpenUntil }),
      ...(marketing && { noMarketingSince: marketing.at }),
      ...(all && { nothingSince: all.at }),
    }
  }
