import { FieldPath, type Firestore } from 'firebase-admin/firestore'
import { timestampSchema } from '../kernel/documents.firestore.ts'
import type { ContactRecords } from './erase-contact.ts'

const PAGE = 200

/** Documents of `messages` by their conversation. */
export function firestoreContactRecords(db: Firestore): ContactRecords {
  const messages = db.collection('messages')
  return {
    async listPage(conversationIds, behind) {
      let query = messages
        .where('conversationId', 'in', conversationIds)
        .orderBy('createdAt', 'desc')
        .orderBy(FieldPath.documentId(), 'desc')
      if (behind !== null) query = query.startAfter(await messages.doc(behind).get())
      const { docs } = await query.limit(PAGE).get()
      return docs.map((document) => ({
        id: document.id,
        purgeAt: timestampSchema.parse(document.get('purgeAt')),
        fields: document.data(),
      }))
    },
    replace: (id, erased) =>
      db.runTransaction(async (transaction) => {
        const document = await transaction.get(messages.doc(id))
        const fields = document.data()
        if (fields) transaction.set(document.ref, erased(fields))
      }),
  }
}
