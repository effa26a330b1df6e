import {
  onDocumentCreated,
  type DocumentOptions,
  type QueryDocumentSnapshot,
} from 'firebase-functions/v2/firestore'
import { processOnTrigger, type ProcessWithRetriesNeeds } from './process-with-retries.ts'
import type { StoredInboxItem } from './inbox-store.ts'

export type ProcessTriggerNeeds = ProcessWithRetriesNeeds & {
  readonly read: (document: QueryDocumentSnapshot) => StoredInboxItem
}

/** The function `processInbox`: each new item of `inbox`, repeated by the platform until it succeeds or is quarantined. */
export const processInboxFunction = (
  options: Omit<DocumentOptions, 'document'>,
  needs: () => Promise<ProcessTriggerNeeds>,
) =>
  onDocumentCreated({ ...options, document: 'inbox/{itemId}', retry: true }, async ({ data }) => {
    if (!data) return
    const ready = await needs()
    await processOnTrigger({ id: data.id, read: () => ready.read(data) }, ready)
  })
