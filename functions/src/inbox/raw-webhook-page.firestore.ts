import { FieldPath, type CollectionReference, type DocumentSnapshot } from 'firebase-admin/firestore'
import type { RawWebhookPage } from './raw-webhook-page.ts'

/** Asks a collection for a page: both collections of webhooks are sorted alike. */
export async function readRawWebhookPage(
  collection: CollectionReference,
  { state, since, after, limit }: RawWebhookPage,
): Promise<DocumentSnapshot[]> {
  const ofState = collection.where('state', '==', state)
  const sorted = (since ? ofState.where('receivedAt', '>=', since) : ofState)
    .orderBy('receivedAt', 'desc')
    .orderBy(FieldPath.documentId(), 'desc')
  const from = after ? sorted.startAfter(after.at, after.id) : sorted
  return (await from.limit(limit).get()).docs
}
