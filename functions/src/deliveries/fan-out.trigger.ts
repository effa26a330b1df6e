import {
  onDocumentCreated,
  type DocumentOptions,
  type QueryDocumentSnapshot,
} from 'firebase-functions/v2/firestore'
import type { StoredEvent } from './event.ts'
import { fanOut, type FanOutNeeds } from './fan-out.ts'

export interface FanOutTriggerNeeds extends FanOutNeeds {
  /** Null: it cannot be read, and was set aside. */
  readonly read: (document: QueryDocumentSnapshot) => Promise<StoredEvent | null>
}

/** The function `fanOutEvent`: each new event becomes deliveries. Repeated by the platform until it succeeds. */
export const fanOutEventFunction = (
  options: Omit<DocumentOptions, 'document'>,
  needs: () => Promise<FanOutTriggerNeeds>,
) =>
  onDocumentCreated({ ...options, document: 'events/{eventId}', retry: true }, async ({ data }) => {
    if (!data) return
    const ready = await needs()
    const event = await ready.read(data)
    if (event) await fanOut(event, ready)
  })
