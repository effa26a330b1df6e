import {
  FieldPath,
  FieldValue,
  type DocumentSnapshot,
  type Firestore,
  type Transaction,
} from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import type { SetAside } from '../kernel/unreadable-documents.firestore.ts'
import type { InboxRecord, InboxStore, StoredInboxItem, UnfinishedItem } from './inbox-store.ts'
import { readRawWebhookPage } from './raw-webhook-page.firestore.ts'

const StoredItem = z.object({
  kind: z.enum(['failure', 'progress', 'status', 'identity', 'message', 'error', 'change']),
  field: z.string(),
  wabaId: z.string(),
  phoneNumberId: z.string(),
  displayNumber: z.string().exactOptional(),
  item: z.string(),
  contacts: z.string().exactOptional(),
  messageId: z.string().exactOptional(),
  attempt: z.number().exactOptional(),
  position: z.number().exactOptional(),
  toldAt: timestampSchema.exactOptional(),
  receivedAt: timestampSchema,
})
const StoredRecord = StoredItem.extend({
  state: z.enum(['new', 'done', 'kept', 'quarantined']),
  because: z.string().exactOptional(),
  attempts: z.number().default(0),
  error: z.string().exactOptional(),
  finishedAt: timestampSchema.exactOptional(),
})

/** Reads a document of `inbox`. */
export const readInboxItem = (document: DocumentSnapshot): StoredInboxItem => ({
  ...parseDocument(StoredItem, document),
  id: document.id,
})

const readRecord = (document: DocumentSnapshot): InboxRecord => ({
  ...parseDocument(StoredRecord, document),
  id: document.id,
})

const MAX_ERROR_CHARACTERS = 1_000

const emptied = { item: '{}', contacts: FieldValue.delete() }

/** Items in the collection `inbox`. */
export function firestoreInbox(db: Firestore, setAside?: SetAside): InboxStore {
  const inbox = db.collection('inbox')

  /** Does something with an item that is still new; null when it is not. */
  const whileNew = <T>(
    id: string,
    decide: (attempts: number, transaction: Transaction) => T,
  ): Promise<T | null> =>
    db.runTransaction(async (transaction) => {
      const document = await transaction.get(inbox.doc(id))
      return document.get('state') === 'new' ? decide(attemptsOf(document), transaction) : null
    })

  return {
    async finish(id, { state, because, at, isEmptied }) {
      await inbox.doc(id).update({ state, because, finishedAt: at, ...(isEmptied === true && emptied) })
    },
    async beginAttempt(id, { at, maxAttempts }) {
      const begun = await whileNew(id, (attempts, transaction) => {
        const because = `It was begun ${String(attempts)} times and never came to an end.`
        if (attempts < maxAttempts) transaction.update(inbox.doc(id), { attempts: attempts + 1 })
        else transaction.update(inbox.doc(id), { state: 'quarantined', because, finishedAt: at })
        return attempts < maxAttempts
      })
      return begun === true
    },
    recordFailure: (id, { error, at, isCounted, maxAttempts }) =>
      whileNew(id, (before, transaction) => {
        const attempts = isCounted ? before : before + 1
        const state = attempts >= maxAttempts ? ('quarantined' as const) : ('new' as const)
        const because = `It failed ${String(attempts)} times, at last with: ${error}`
        transaction.update(inbox.doc(id), {
          state,
          attempts,
          error: error.slice(0, MAX_ERROR_CHARACTERS),
          ...(state === 'quarantined' && {
            because: because.slice(0, MAX_ERROR_CHARACTERS),
            finishedAt: at,
          }),
        })
        return state
      }),
    async listUnfinished(receivedBefore, { after, limit }) {
      const oldestFirst = inbox
        .where('state', '==', 'new')
        .where('receivedAt', '<', receivedBefore)
        .orderBy('receivedAt')
        .orderBy(FieldPath.documentId())
      const page = after ? oldestFirst.startAfter(after.at, after.id) : oldestFirst
      const { docs } = await page.limit(limit).get()
      return docs.map(unfinishedItem)
    },
    async find(id) {
      const document = await inbox.doc(id).get()
      return document.exists ? readRecord(document) : null
    },
    list: (page) => readRawWebhookPage(inbox, page, { parse: readRecord, setAside }),
    async reopen(id) {
      const forgotten = FieldValue.delete()
      await inbox.doc(id).update({ state: 'new', attempts: 0, because: forgotten, finishedAt: forgotten })
    },
  }
}

const unfinishedItem = (document: DocumentSnapshot): UnfinishedItem => ({
  id: document.id,
  position: { at: timestampSchema.parse(document.get('receivedAt')), id: document.id },
  read: () => readInboxItem(document),
})

function attemptsOf(document: DocumentSnapshot): number {
  const attempts: unknown = document.get('attempts')
  return typeof attempts === 'number' ? attempts : 0
}
