import { FieldValue, type DocumentSnapshot, type Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { readStored } from '../kernel/stored.firestore.ts'
import type { InboxStore, StoredInboxItem } from './inbox-store.ts'

const StoredItem = z.object({
  kind: z.enum(['failure', 'progress', 'status', 'message', 'error', 'change']),
  field: z.string(),
  wabaId: z.string(),
  phoneNumberId: z.string(),
  item: z.string(),
  contacts: z.string().exactOptional(),
  messageId: z.string().exactOptional(),
  attempt: z.number().exactOptional(),
})

/** Reads a document of `inbox`. */
export const readInboxItem = (document: DocumentSnapshot): StoredInboxItem => ({
  ...readStored(StoredItem, document),
  id: document.id,
})

/** Items in the collection `inbox`. */
export const firestoreInbox = (db: Firestore): InboxStore => ({
  async finish(id, state, because) {
    await db.collection('inbox').doc(id).update({ state, because, finishedAt: FieldValue.serverTimestamp() })
  },
})
