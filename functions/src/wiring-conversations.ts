import { params } from './config.ts'
import { once } from './kernel/once.ts'
import { eventTools } from './wiring-deliveries.ts'
import { firestore, listOf } from './wiring-kernel.ts'

/** Who contacts are, what they wish, and whether they may be written to. */
export const conversationTools = once(async () => {
  const [{ firestoreConversations }, { standingOf }, { noteRefusal }, { consentWords }, { raiseEvent }, db] =
    await Promise.all([
      import('./conversations/conversation-store.firestore.ts'),
      import('./conversations/standing.ts'),
      import('./conversations/note-refusal.ts'),
      import('./conversations/opt-out.ts'),
      eventTools(),
      firestore(),
    ])
  const conversations = firestoreConversations(db)
  return {
    conversations,
    contactStanding: standingOf(conversations),
    noteRefusal: noteRefusal({ conversations, raiseEvent }),
    consentWords: consentWords({
      optOut: listOf(params.optOutWords.value()),
      optIn: listOf(params.optInWords.value()),
    }),
  }
})
