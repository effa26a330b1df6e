import { type Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import { alreadyExists, readStored, storedDate } from '../kernel/stored.firestore.ts'
import type { ApiKey } from './api-key.ts'
import type { ApiKeyStore } from './api-key-store.ts'
import { scopes } from './caller.ts'

const StoredApiKey = z.object({
  id: z.string(),
  prefix: z.string(),
  lastFour: z.string(),
  owner: z.string(),
  name: z.string(),
  mode: z.enum(['live', 'test']),
  scopes: z.array(z.enum(scopes)),
  sessions: z.union([z.literal('all'), z.array(z.string())]),
  createdAt: storedDate,
  expiresAt: storedDate.optional(),
  revokedAt: storedDate.optional(),
})

/** API keys in the collection `apiKeys`, each under the hash of its secret. */
export function firestoreApiKeys(db: Firestore): ApiKeyStore {
  const keys = db.collection('apiKeys')
  return {
    async find(hash) {
      const document = await keys.doc(hash).get()
      return document.exists ? fromStored(hash, readStored(StoredApiKey, document)) : null
    },
    async add({ hash, ...key }) {
      try {
        await keys.doc(hash).create(key)
      } catch (error) {
        if (!alreadyExists(error)) throw error
      }
    },
  }
}

const fromStored = (
  hash: string,
  { expiresAt, revokedAt, ...key }: z.infer<typeof StoredApiKey>,
): ApiKey => ({
  ...key,
  hash,
  ...(expiresAt && { expiresAt }),
  ...(revokedAt && { revokedAt }),
})
