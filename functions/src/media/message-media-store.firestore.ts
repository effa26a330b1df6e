import { StoredMedia } from '../messages/stored-media.firestore.ts'
import type { Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import type { MessageMediaStore } from './message-media-store.ts'

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
