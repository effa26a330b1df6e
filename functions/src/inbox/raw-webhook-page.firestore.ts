import { FieldPath, type CollectionReference, type QueryDocumentSnapshot } from 'firebase-admin/firestore'
import { parsePage, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
import type { RawWebhookPage } from './raw-webhook-page.ts'

/** Asks a collection for a page: both collections of webhooks are sorted alike. */
export async function readRawWebhookPage<T>(
  collection: CollectionReference,
  { state, since, after, limit }: RawWebhookPage,
  reading: { parse: (document: QueryDocumentSnapshot) => T; setAside: SetAside | undefined },
): Promise<T[]> {
  const ofState = collection.where('state', '==', state)
  const sorted = (since ? ofState.where('receivedAt', '>=', since) : ofState)
    .orderBy('receivedAt', 'desc')
    .orderBy(FieldPath.documentId(), 'desc')
  const from = after ? sorted.startAfter(after.at, after.id) : sorted
  return parsePage(from, limit, reading)
}
