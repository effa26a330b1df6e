import type { Firestore } from 'firebase-admin/firestore'
import { changedMeanwhile } from '../kernel/stored.firestore.ts'
import type { OutboxStore } from './outbox-store.ts'

/** The `delivery` map of outbox documents, wherever the app keeps them. */
export const firestoreOutbox = (db: Firestore): OutboxStore => ({
  async tell(path, delivery) {
    try {
      await db.doc(path).update({ delivery })
      return true
    } catch (error) {
      if (changedMeanwhile(error)) return false
      throw error
    }
  },
})
