import { contactEligibility } from '../consent/contact-eligibility.ts'
import { recordRecipientSignal } from '../consent/record-recipient-signal.ts'
import { awaitReply } from '../conversations/await-reply.ts'
import { conversationContact } from '../conversations/conversation-contact.ts'
import { firestoreConversations } from '../conversations/conversation-store.firestore.ts'
import { consentKeywords } from '../conversations/opt-out.ts'
import { eventServices } from './events.ts'
import { setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'

/** Conversations, contacts and their consent. */
export const conversationServices = perPlatform((platform) => {
  const { db, clock, settings, intercept } = platform
  const { publishEvent } = eventServices(platform)
  const store = firestoreConversations(db, setAsideServices(platform))
  const conversations = intercept.conversations?.(store) ?? store
  return {
    conversations,
    loadEligibility: contactEligibility(conversations),
    conversationContact: conversationContact(conversations),
    awaitReply: awaitReply({ conversations, clock }),
    recordRecipientSignal: recordRecipientSignal({ conversations, publishEvent }),
    consentWords: consentKeywords(settings.consentKeywords),
  }
})
