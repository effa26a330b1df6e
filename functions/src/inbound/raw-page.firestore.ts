import { FieldPath, type CollectionReference, type DocumentSnapshot } from 'firebase-admin/firestore'
import type { RawPage } from './raw-page.ts'

/** Asks a collection for a page: both collections of webhooks are sorted alike. */
export async function readRawPage(
  collection: CollectionReference,
  { state, since, behind, limit }: RawPage,
): Promise<DocumentSnapshot[]> {
  const ofState = collection.where('state', '==', state)
  const sorted = (since ? ofState.where('receivedAt', '>=', since) : ofState)
    .orderBy('receivedAt', 'desc')
    .orderBy(FieldPath.documentId(), 'desc')
  const from = behind ? sorted.startAfter(behind.at, behind.id) : sorted
  return (await from.limit(limit).get()).docs
}
