import type { Firestore } from 'firebase-admin/firestore'
import { isPreconditionFailed } from '../kernel/documents.firestore.ts'
import { parseEach } from '../kernel/unreadable-documents.firestore.ts'
import type { OutboxStore } from './outbox-store.ts'
import { readStoredMessage } from '../messages/stored-message.firestore.ts'

/** The `delivery` map of outbox documents, in any collection. */
export const firestoreOutbox = (db: Firestore): OutboxStore => ({
  writeStatus: (path, delivery) => unlessGone(db.doc(path).update({ delivery })),
  writeStatusOfMessages: (path, statusOf) =>
    unlessGone(
      db.runTransaction(async (transaction) => {
        const query = await transaction.get(db.collection('messages').where('outbox.path', '==', path))
        const delivery = statusOf(await parseEach(query.docs, readStoredMessage))
        if (delivery) transaction.update(db.doc(path), { delivery })
      }),
    ),
})

async function unlessGone(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing
    return true
  } catch (error) {
    if (isPreconditionFailed(error)) return false
    throw error
  }
}
