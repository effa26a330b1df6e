import type { Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import type { MessageMediaStore } from './message-media-store.ts'

/** The field `media` of a message. */
export const StoredMedia = z.object({
  state: z.enum(['pending', 'stored', 'too_big', 'failed']),
  metaId: z.string(),
  mimeType: z.string(),
  sha256: z.string().exactOptional(),
  filename: z.string().exactOptional(),
  size: z.number().exactOptional(),
  because: z.string().exactOptional(),
})

const StoredMessageWithMedia = z.object({
  id: z.string(),
  sessionId: z.string(),
  purgeAt: timestampSchema,
  media: StoredMedia,
})

/** The field `media` of the documents in `messages`. */
export function firestoreMessageMedia(db: Firestore): MessageMediaStore {
  const messages = db.collection('messages')
  return {
    async find(messageId) {
      const document = await messages.doc(messageId).get()
      return document.get('media') === undefined ? null : parseDocument(StoredMessageWithMedia, document)
    },
    update: (messageId, media) =>
      db.runTransaction(async (transaction) => {
        const document = await transaction.get(messages.doc(messageId))
        if (document.get('media') === undefined) return false
        transaction.update(document.ref, { media })
        return true
      }),
  }
}
