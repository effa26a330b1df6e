import { onDocumentCreated, onDocumentUpdated, type DocumentOptions } from 'firebase-functions/v2/firestore'
import { parseOutboxDocument } from './parse-outbox-document.ts'
import { processOutboxDocument, type ProcessOutboxNeeds } from './process-outbox-document.ts'

/** The function `outbox`: sends each new outbox document. The platform retries it until it succeeds. */
export const outboxFunction = (options: DocumentOptions, needs: () => Promise<ProcessOutboxNeeds>) =>
  onDocumentCreated({ ...options, retry: true }, async ({ data }) => {
    if (data) await processOutboxDocument(parseOutboxDocument(data.ref.path, data.data()), await needs())
  })

/** The function `outboxUpdated`: sends a document again whose `delivery.state` was set to `RETRY`. */
export const outboxUpdatedFunction = (options: DocumentOptions, needs: () => Promise<ProcessOutboxNeeds>) =>
  onDocumentUpdated({ ...options, retry: true }, async ({ data }) => {
    const isRetry = (side: 'before' | 'after') => data?.[side].get('delivery.state') === 'RETRY'
    if (!data || isRetry('before') || !isRetry('after')) return
    await processOutboxDocument(
      parseOutboxDocument(data.after.ref.path, data.after.data()),
      await needs(),
      true,
    )
  })
