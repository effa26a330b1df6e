import type { DocumentSnapshot, Firestore, Query } from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import { parseEach, parseOrSetAside, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
import type { Endpoint } from './endpoint.ts'
import type { EndpointStore } from './endpoint-store.ts'

const StoredEndpoint = z.object({
  id: z.string(),
  url: z.string().exactOptional(),
  // A newer release may know more types: none of ours matches them.
  events: z.array(z.custom<Endpoint['events'][number]>((value) => typeof value === 'string', 'is no text')),
  scope: z.string(),
  mode: z.literal('test').exactOptional(),
  sessionId: z.string().exactOptional(),
  owner: z.string(),
  readers: z.array(z.string()),
  enabled: z.boolean(),
  disabled: z.object({ at: timestampSchema, because: z.string() }).exactOptional(),
  ordered: z.boolean(),
  description: z.string().exactOptional(),
  secrets: z.array(z.object({ secret: z.string(), until: timestampSchema.exactOptional() })),
  failingSince: timestampSchema.exactOptional(),
  slowAt: timestampSchema.exactOptional(),
  recoveredAt: timestampSchema.exactOptional(),
  alertedPercent: z.number().exactOptional(),
  createdAt: timestampSchema,
  createdBy: z.string().exactOptional(),
})

/** Firestore takes at most 30 values in `in` and `array-contains-any`. */
export const MAX_VALUES = 30
const MAX_LISTED = 100

/** Reads a document of `endpoints`. */
export const readStoredEndpoint = (document: DocumentSnapshot): Endpoint =>
  parseDocument<Endpoint>(StoredEndpoint, document)

/** Endpoints in the collection `endpoints`. */
export function firestoreEndpoints(db: Firestore, setAside?: SetAside): EndpointStore {
  const endpoints = db.collection('endpoints')
  return {
    async add(endpoint) {
      await endpoints.doc(endpoint.id).create(endpoint)
    },
    async find(id) {
      const document = await endpoints.doc(id).get()
      return document.exists ? parseOrSetAside(document, readStoredEndpoint, setAside) : null
    },
    async inScopes(scopes) {
      const found = await Promise.all(
        chunked(scopes).map((some) => endpoints.where('scope', 'in', some).get()),
      )
      const documents = found.flatMap(({ docs }) => docs)
      return parseEach(documents, readStoredEndpoint, setAside)
    },
    async list(readers) {
      const newestFirst = (query: Query) => query.orderBy('createdAt', 'desc').limit(MAX_LISTED).get()
      const pages = await Promise.all(
        readers === 'all'
          ? [newestFirst(endpoints)]
          : chunked(readers).map((some) =>
              newestFirst(endpoints.where('readers', 'array-contains-any', some)),
            ),
      )
      const found = new Map(pages.flatMap(({ docs }) => docs).map((document) => [document.id, document]))
      return (await parseEach([...found.values()], readStoredEndpoint, setAside))
        .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
        .slice(0, MAX_LISTED)
    },
    change: (id, decide) =>
      db.runTransaction(async (transaction) => {
        const document = await transaction.get(endpoints.doc(id))
        if (!document.exists) return null
        const current = readStoredEndpoint(document)
        const changed = decide(current)
        if (changed) transaction.set(document.ref, changed)
        return changed ?? current
      }),
    async remove(id) {
      await endpoints.doc(id).delete()
    },
  }
}

/** Lists of at most as many values as one question takes. */
export const chunked = (values: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(values.length / MAX_VALUES) }, (_, i) =>
    values.slice(i * MAX_VALUES, (i + 1) * MAX_VALUES),
  )
