import { deliveryStates } from '@waypost/contract'
import {
  FieldPath,
  FieldValue,
  type DocumentSnapshot,
  type Firestore,
  type Query,
} from 'firebase-admin/firestore'
import { z } from 'zod'
import {
  ifUnchangedSince,
  isAlreadyExists,
  isPreconditionFailed,
  parseDocument,
  timestampSchema,
} from '../kernel/documents.firestore.ts'
import { parseOrSetAside, parsePage, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
import type { Delivery, StoredDelivery } from './delivery.ts'
import type { DeliveryChange, DeliveryFilter, DeliveryStore } from './delivery-store.ts'
import { chunked, readStoredEndpoint } from './endpoint-store.firestore.ts'

const StoredAttempt = z.object({
  at: timestampSchema,
  durationMs: z.number(),
  status: z.number().exactOptional(),
  error: z.string().exactOptional(),
  answer: z.string().exactOptional(),
})
const StoredDeliverySchema = z.object({
  id: z.string(),
  eventId: z.string(),
  endpointId: z.string(),
  type: z.custom<Delivery['type']>((value) => typeof value === 'string', 'is no text'),
  readers: z.array(z.string()),
  mode: z.literal('test').exactOptional(),
  body: z.string(),
  state: z.enum(deliveryStates),
  attempt: z.number(),
  attemptBase: z.number(),
  log: z.array(StoredAttempt),
  wakeAt: timestampSchema.exactOptional(),
  lane: z.string().exactOptional(),
  turn: z.number().exactOptional(),
  createdAt: timestampSchema,
  purgeAt: timestampSchema,
})

/** Reads a document of `deliveries`. */
export const readStoredDelivery = (document: DocumentSnapshot): StoredDelivery => ({
  ...parseDocument<Delivery>(StoredDeliverySchema, document),
  version: document.updateTime,
})

/** Deliveries in the collection `deliveries`. */
export function firestoreDeliveries(db: Firestore, setAside?: SetAside): DeliveryStore {
  const deliveries = db.collection('deliveries')
  const read = { parse: readStoredDelivery, setAside }
  return {
    async add(delivery) {
      try {
        await deliveries.doc(delivery.id).create(delivery)
      } catch (error) {
        if (!isAlreadyExists(error)) throw error
      }
    },
    async find(id) {
      const document = await deliveries.doc(id).get()
      return document.exists ? parseOrSetAside(document, readStoredDelivery, setAside) : null
    },
    async findWithEndpoint(id, endpointId) {
      const [delivery, endpoint] = await db.getAll(
        deliveries.doc(id),
        db.collection('endpoints').doc(endpointId),
      )
      return {
        delivery:
          delivery?.exists === true ? await parseOrSetAside(delivery, readStoredDelivery, setAside) : null,
        endpoint:
          endpoint?.exists === true ? await parseOrSetAside(endpoint, readStoredEndpoint, setAside) : null,
      }
    },
    async list(filter) {
      const pages = await Promise.all(
        narrowed(deliveries, filter).map((query) => parsePage(page(query, filter), filter.limit, read)),
      )
      const found = new Map(pages.flat().map((delivery) => [delivery.id, delivery]))
      return [...found.values()].toSorted(newestFirst).slice(0, filter.limit)
    },
    async count(filter) {
      const counts = await Promise.all(narrowed(deliveries, filter).map((query) => query.count().get()))
      return counts.reduce((sum, count) => sum + count.data().count, 0)
    },
    async listDue(now, limit) {
      return parsePage(deliveries.where('wakeAt', '<=', now).orderBy('wakeAt'), limit, read)
    },
    async findHead(lane) {
      const [head] = await parsePage(deliveries.where('lane', '==', lane).orderBy('turn'), 1, read)
      return head ?? null
    },
    async updateIfUnchanged(delivery, change) {
      const reference = deliveries.doc(delivery.id)
      const unchanged = ifUnchangedSince(delivery.version)
      try {
        const { writeTime } = await reference.update(fields(change), unchanged)
        return { ...changed(delivery, change), version: writeTime }
      } catch (error) {
        if (isPreconditionFailed(error)) return null
        throw error
      }
    },
  }
}

/** A question for each handful of readers, newest first. */
function narrowed(deliveries: Query, filter: Omit<DeliveryFilter, 'limit' | 'after'>): Query[] {
  const { readers, endpointId, state, type, since, until } = filter
  let query = deliveries
  if (endpointId !== undefined) query = query.where('endpointId', '==', endpointId)
  if (state !== undefined) query = query.where('state', '==', state)
  if (type !== undefined) query = query.where('type', '==', type)
  if (since !== undefined) query = query.where('createdAt', '>=', since)
  if (until !== undefined) query = query.where('createdAt', '<', until)
  query = query.orderBy('createdAt', 'desc')
  return readers === 'all'
    ? [query]
    : chunked(readers).map((some) => query.where('readers', 'array-contains-any', some))
}

function page(query: Query, { after, limit }: DeliveryFilter): Query {
  const ordered = query.orderBy(FieldPath.documentId(), 'desc')
  return (after ? ordered.startAfter(after.at, after.id) : ordered).limit(limit)
}

const newestFirst = (a: Delivery, b: Delivery): number =>
  b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)

const fields = ({ wakeAt, lane, ...change }: DeliveryChange): Record<string, unknown> => ({
  ...change,
  wakeAt: wakeAt ?? FieldValue.delete(),
  ...(lane === null && { lane: FieldValue.delete() }),
})

function changed(delivery: StoredDelivery, { wakeAt, lane, ...change }: DeliveryChange): StoredDelivery {
  const { wakeAt: _wakeAt, lane: current, ...kept } = delivery
  return {
    ...kept,
    ...change,
    ...(wakeAt && { wakeAt }),
    ...(lane !== null && current !== undefined && { lane: current }),
  }
}
