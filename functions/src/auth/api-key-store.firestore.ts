import { purgeDate } from '../kernel/retention.ts'
import { FieldValue, type Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import {
  isAlreadyExists,
  isPreconditionFailed,
  parseDocument,
  timestampSchema,
} from '../kernel/documents.firestore.ts'
import { stateOfKey, type ApiKey } from './api-key.ts'
import type { ApiKeyStore } from './api-key-store.ts'
import { scopes } from '../http/caller.ts'

const StoredApiKey = z.object({
  id: z.string(),
  prefix: z.string(),
  lastFour: z.string(),
  owner: z.string(),
  name: z.string(),
  mode: z.enum(['live', 'test']),
  scopes: z.array(z.enum(scopes)),
  sessions: z.union([z.literal('all'), z.array(z.string())]),
  limits: z.object({ requestsPer15Minutes: z.number().exactOptional() }).exactOptional(),
  createdAt: timestampSchema,
  createdBy: z.string().exactOptional(),
  expiresAt: timestampSchema.exactOptional(),
  revokedAt: timestampSchema.exactOptional(),
  rolledFrom: z.string().exactOptional(),
  rolledTo: z.string().exactOptional(),
  uses: z.number().exactOptional(),
  lastUsedAt: timestampSchema.exactOptional(),
})

const MAX_KEYS_OF_OWNER = 100

/** API keys in the collection `apiKeys`, each under the hash of its secret. */
export function firestoreApiKeys(db: Firestore): ApiKeyStore {
  const keys = db.collection('apiKeys')
  return {
    async find(hash) {
      const document = await keys.doc(hash).get()
      return document.exists ? keyIn(document) : null
    },
    async findById(id) {
      const { docs } = await keys.where('id', '==', id).limit(1).get()
      return docs[0] ? keyIn(docs[0]) : null
    },
    async listByOwner(owner) {
      const { docs } = await keys.where('owner', '==', owner).limit(MAX_KEYS_OF_OWNER).get()
      return docs.map(keyIn)
    },
    async list({ after: last, limit }) {
      const youngest = keys.orderBy('id', 'desc')
      const { docs } = await (last === undefined ? youngest : youngest.startAfter(last)).limit(limit).get()
      return docs.map(keyIn)
    },
    async add({ hash, ...key }) {
      try {
        await keys.doc(hash).create({ ...key, ...purgeOf(key) })
      } catch (error) {
        if (!isAlreadyExists(error)) throw error
      }
    },
    roll: ({ hash }, { hash: newHash, ...successor }, endsAt) =>
      db.runTransaction(async (transaction) => {
        const document = await transaction.get(keys.doc(hash))
        if (!document.exists || stateOfKey(keyIn(document), successor.createdAt) !== 'active') return false
        transaction.create(keys.doc(newHash), { ...successor, ...purgeOf(successor) })
        transaction.update(document.ref, {
          expiresAt: endsAt,
          rolledTo: successor.id,
          ...purgeOf({ expiresAt: endsAt }),
        })
        return true
      }),
    revoke: (hash, at) =>
      db.runTransaction(async (transaction) => {
        const document = await transaction.get(keys.doc(hash))
        const key = keyIn(document)
        if (key.revokedAt) return key
        transaction.update(document.ref, { revokedAt: at, ...purgeOf({ revokedAt: at }) })
        return { ...key, revokedAt: at }
      }),
    async recordUses(hash, { count, lastUsedAt }) {
      try {
        await keys.doc(hash).update({ uses: FieldValue.increment(count), ...(lastUsedAt && { lastUsedAt }) })
      } catch (error) {
        // The key was deleted: its use no longer counts.
        if (!isPreconditionFailed(error)) throw error
      }
    },
  }
}

const keyIn = (document: Parameters<typeof parseDocument>[1] & { readonly id: string }): ApiKey => ({
  ...parseDocument(StoredApiKey, document),
  hash: document.id,
})

/** One that has an end may be deleted a year after it. */
function purgeOf({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>): { purgeAt?: Date } {
  const end = revokedAt ?? expiresAt
  return end ? { purgeAt: purgeDate('apiKey', end) } : {}
}
