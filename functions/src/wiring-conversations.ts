import { params, listParameter } from './config.ts'
import { once } from './kernel/once.ts'
import { eventServices } from './wiring-deliveries.ts'
import { firestore, kernelServices } from './wiring-kernel.ts'

/** Who contacts are, what they wish, and whether they may be written to. */
export const conversationServices = once(async () => {
  const [
    { firestoreConversations },
    { contactEligibility },
    { recordRecipientSignal },
    { consentKeywords },
    { awaitReply },
    { publishEvent },
    { clock },
    db,
  ] = await Promise.all([
    import('./conversations/conversation-store.firestore.ts'),
    import('./consent/contact-eligibility.ts'),
    import('./consent/record-recipient-signal.ts'),
    import('./conversations/opt-out.ts'),
    import('./conversations/await-reply.ts'),
    eventServices(),
    kernelServices(),
    firestore(),
  ])
  const conversations = firestoreConversations(db)
  return {
    conversations,
    loadEligibility: contactEligibility(conversations),
    awaitReply: awaitReply({ conversations, clock }),
    recordRecipientSignal: recordRecipientSignal({ conversations, publishEvent }),
    consentWords: consentKeywords({
      optOut: listParameter(params.optOutWords.value()),
      optIn: listParameter(params.optInWords.value()),
    }),
  }
})
