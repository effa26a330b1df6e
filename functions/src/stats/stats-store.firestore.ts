import { purgeDate } from '../kernel/retention.ts'
import { messageStatuses } from '@waypost/contract'
import { FieldPath, type Firestore, type QueryDocumentSnapshot } from 'firebase-admin/firestore'
import { z } from 'zod'
import { after } from '../kernel/clock.ts'
import { parseDocument } from '../kernel/documents.firestore.ts'
import { parseEach, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
import { parseJson } from '../kernel/untrusted-json.ts'
import { sendings } from '../messages/send-state.ts'
import type { Countable, StatsCell } from './stats-cell.ts'
import type { CountedDay, StatsStore } from './stats-store.ts'
import { StoredEntry } from '../messages/stored-message.firestore.ts'

const PAGE = 500
/** With names of the greatest length a cell is written in 1 kB, and a document holds 1 MiB. */
const CELLS_PER_PIECE = 800
const DAY_SECONDS = 86_400

const StoredCountable = z.discriminatedUnion('direction', [
  z.object({
    direction: z.literal('out'),
    sessionId: z.string(),
    owner: z.string(),
    mode: z.enum(['live', 'test']),
    templateName: z.string().optional(),
    category: z.string().optional(),
    sending: z.enum(sendings),
    attempt: z.number(),
    progress: z.number(),
    timeline: z.array(StoredEntry),
  }),
  z.object({ direction: z.literal('in'), sessionId: z.string() }),
])

/** What is read of a message: not what it says. */
const COUNTED_FIELDS = [
  'direction',
  'sessionId',
  'owner',
  'mode',
  'templateName',
  'category',
  'sending',
  'attempt',
  'progress',
  'timeline',
  'createdAt',
]

const StoredCell = z.object({
  session: z.string(),
  owner: z.string(),
  mode: z.enum(['live', 'test']).nullable(),
  template: z.string().nullable(),
  category: z.string().nullable(),
  status: z.enum([...messageStatuses, 'received']),
  pricing: z.object({ category: z.string(), type: z.string(), billable: z.boolean().nullable() }).nullable(),
  count: z.number(),
})

const StoredPiece = z.object({
  day: z.string(),
  piece: z.number(),
  pieces: z.number(),
  cells: z.string().transform(parseJson).pipe(z.array(StoredCell)),
})

/** Counts in the collection `stats`: a day, in as many pieces as it needs. */
export function firestoreStats(db: Firestore, setAside?: SetAside): StatsStore {
  const stats = db.collection('stats')
  return {
    async *messagesOfDay(day, most) {
      const start = new Date(`${day}T00:00:00Z`)
      const query = db
        .collection('messages')
        .where('createdAt', '>=', start)
        .where('createdAt', '<', after(start, DAY_SECONDS))
        .orderBy('createdAt')
        .orderBy(FieldPath.documentId())
        .select(...COUNTED_FIELDS)
      let last: QueryDocumentSnapshot | undefined
      for (let left = most; left > 0; left -= PAGE) {
        const page = (last ? query.startAfter(last) : query).limit(Math.min(PAGE, left))
        const { docs } = await page.get()
        yield* await parseEach(docs, countable)
        last = docs.at(-1)
        if (docs.length < PAGE) return
      }
    },
    async save({ day, cells }, at) {
      const pieces = Math.max(1, Math.ceil(cells.length / CELLS_PER_PIECE))
      const before = await stats.where('day', '==', day).select().get()
      const batch = db.batch()
      const names = new Set<string>()
      for (let piece = 0; piece < pieces; piece++) {
        const reference = stats.doc(`${day}.${String(piece)}`)
        names.add(reference.id)
        batch.set(reference, {
          day,
          piece,
          pieces,
          cells: JSON.stringify(cells.slice(piece * CELLS_PER_PIECE, (piece + 1) * CELLS_PER_PIECE)),
          countedAt: at,
          purgeAt: purgeDate('stats', new Date(`${day}T00:00:00Z`)),
        })
      }
      for (const { ref } of before.docs) if (!names.has(ref.id)) batch.delete(ref)
      await batch.commit()
    },
    async listDays(since, until) {
      const found = await stats.where('day', '>=', since).where('day', '<=', until).orderBy('day').get()
      const byDay = new Map<string, StatsCell[]>()
      for (const { day, cells } of await parseEach(found.docs, readPiece, setAside)) {
        byDay.set(day, [...(byDay.get(day) ?? []), ...cells])
      }
      return [...byDay].map(([day, cells]): CountedDay => ({ day, cells }))
    },
  }
}

const readPiece = (document: QueryDocumentSnapshot) => parseDocument(StoredPiece, document)

function countable(document: QueryDocumentSnapshot): Countable {
  const stored = parseDocument(StoredCountable, document)
  if (stored.direction === 'in') return stored
  const { direction, sessionId, owner, mode, templateName, category, ...facets } = stored
  return {
    direction,
    sessionId,
    owner,
    mode,
    template: templateName ?? null,
    category: category === undefined || category === 'unknown' ? null : category,
    facets,
  }
}
