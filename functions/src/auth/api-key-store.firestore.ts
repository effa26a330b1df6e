import { purgeDate } from '../kernel/retention.ts'
import { FieldValue, type DocumentSnapshot, type Firestore } from 'firebase-admin/firestore'
import { z } from 'zod'
import {
  isAlreadyExists,
  isPreconditionFailed,
  parseDocument,
  timestampSchema,
} from '../kernel/documents.firestore.ts'
import { parseEach, parsePage, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
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
  // Scopes of a newer release grant nothing here.
  scopes: z.array(z.string()).transform((stored) => scopes.filter((scope) => stored.includes(scope))),
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
export function firestoreApiKeys(db: Firestore, setAside?: SetAside): ApiKeyStore {
  const keys = db.collection('apiKeys')
  return {
    async find(hash) {
      const document = await keys.doc(hash).get()
      const found = document.exists ? await parseEach([document], readApiKey, setAside) : []
      return found[0] ?? null
    },
    async findById(id) {
      const { docs } = await keys.where('id', '==', id).limit(1).get()
      return (await parseEach(docs, readApiKey, setAside))[0] ?? null
    },
    async listByOwner(owner) {
      const { docs } = await keys.where('owner', '==', owner).limit(MAX_KEYS_OF_OWNER).get()
      return parseEach(docs, readApiKey, setAside)
    },
    async list({ after: last, limit }) {
      const youngest = keys.orderBy('id', 'desc')
      const page = last === undefined ? youngest : youngest.startAfter(last)
      return parsePage(page, limit, { parse: readApiKey, setAside })
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
        if (!document.exists || stateOfKey(readApiKey(document), successor.createdAt) !== 'active')
          return false
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
        const key = readApiKey(document)
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

/** Reads a document of `apiKeys`. */
export const readApiKey = (document: DocumentSnapshot): ApiKey => ({
  ...parseDocument(StoredApiKey, document),
  hash: document.id,
})

/** One that has an end may be deleted a year after it. */
function purgeOf({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>): { purgeAt?: Date } {
  const end = revokedAt ?? expiresAt
  return end ? { purgeAt: purgeDate('apiKey', end) } : {}
}
