import type { DocumentSnapshot, Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { isAlreadyExists, parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import type { EventDocument } from '../events/publish-event.ts'
import type { StoredEvent } from './event.ts'

const StoredEventSchema = z.object({
  id: z.string(),
  type: z.custom<StoredEvent['type']>((value) => typeof value === 'string', 'is no text'),
  sessionId: z.string().exactOptional(),
  owner: z.string().exactOptional(),
  conversationId: z.string().exactOptional(),
  at: timestampSchema,
  data: z.string(),
  endpointIds: z.array(z.string()),
  createdAt: timestampSchema,
  purgeAt: timestampSchema,
})

/** Reads a document of `events`. */
export const readStoredEvent = (document: DocumentSnapshot): StoredEvent =>
  parseDocument<StoredEvent>(StoredEventSchema, document)

/** Keeps an event in the collection `events`: raised again, it is there already. */
export const firestoreEvents =
  (db: Firestore) =>
  async ({ path, fields }: EventDocument): Promise<void> => {
    try {
      await db.doc(path).create(fields)
    } catch (error) {
      if (!isAlreadyExists(error)) throw error
    }
  }
