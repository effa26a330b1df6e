import { onDocumentCreated, type DocumentOptions } from 'firebase-functions/v2/firestore'
import type { StoredInboxItem } from './inbox-store.ts'
import { processItem, type ProcessNeeds } from './process-item.ts'

export interface ProcessDoorNeeds extends ProcessNeeds {
  read(document: unknown): StoredInboxItem
}

/** The function `processInbox`: each new item of `inbox`, repeated by the platform until it succeeds. */
export const processInboxFunction = (
  options: Omit<DocumentOptions, 'document'>,
  needs: () => Promise<ProcessDoorNeeds>,
) =>
  onDocumentCreated({ ...options, document: 'inbox/{itemId}', retry: true }, async ({ data }) => {
    if (!data) return
    const ready = await needs()
    await processItem(ready.read(data), ready)
  })
