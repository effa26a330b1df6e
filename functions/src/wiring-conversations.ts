import { params, wordsOf } from './config.ts'
import { once } from './kernel/once.ts'
import { eventTools } from './wiring-deliveries.ts'
import { firestore, kernelTools } from './wiring-kernel.ts'

/** Who contacts are, what they wish, and whether they may be written to. */
export const conversationTools = once(async () => {
  const [
    { firestoreConversations },
    { standingOf },
    { noteRefusal },
    { consentWords },
    { expectReply },
    { raiseEvent },
    { clock },
    db,
  ] = await Promise.all([
    import('./conversations/conversation-store.firestore.ts'),
    import('./conversations/standing.ts'),
    import('./conversations/note-refusal.ts'),
    import('./conversations/opt-out.ts'),
    import('./conversations/expect-reply.ts'),
    eventTools(),
    kernelTools(),
    firestore(),
  ])
  const conversations = firestoreConversations(db)
  return {
    conversations,
    contactStanding: standingOf(conversations),
    expectReply: expectReply({ conversations, clock }),
    noteRefusal: noteRefusal({ conversations, raiseEvent }),
    consentWords: consentWords({
      optOut: wordsOf(params.optOutWords.value()),
      optIn: wordsOf(params.optInWords.value()),
    }),
  }
})
