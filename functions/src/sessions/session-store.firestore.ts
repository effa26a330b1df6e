import { FieldPath, FieldValue, type Firestore, type QueryDocumentSnapshot } from 'firebase-admin/firestore'
import { z } from 'zod'
import {
  isAlreadyExists,
  knownErrorCode,
  parseDocument,
  timestampSchema,
} from '../kernel/documents.firestore.ts'
import { parseEach, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
import type { Hold, Session, ReportedValue } from './session.ts'
import type { SessionNumber, SessionStore } from './session-store.ts'

const StoredHold = z.object({
  code: knownErrorCode,
  reason: z.string(),
  metaCode: z.number().optional(),
  since: timestampSchema,
  until: timestampSchema.exactOptional(),
  outage: z.literal(true).exactOptional(),
})
const StoredReportedValue = z.object({ value: z.string(), at: timestampSchema })
const StoredSignals = z.object({
  quality: StoredReportedValue.exactOptional(),
  throughput: StoredReportedValue.exactOptional(),
  messagingLimit: StoredReportedValue.exactOptional(),
  account: StoredReportedValue.exactOptional(),
})
const StoredSession = z.object({
  name: z.string(),
  channel: z.enum(['cloud', 'web']),
  phoneNumberId: z.string(),
  wabaId: z.string(),
  tokenSecret: z.string().exactOptional(),
  owners: z.array(z.string()),
  isDefault: z.boolean(),
  automation: z.boolean().exactOptional(),
  hold: StoredHold.optional(),
  resumedAt: timestampSchema.exactOptional(),
  requeuedUntil: timestampSchema.exactOptional(),
  standing: StoredSignals.exactOptional(),
})

/** Sessions in the collection `sessions`. */
export function firestoreSessions(db: Firestore, setAside?: SetAside): SessionStore {
  const sessions = db.collection('sessions')
  const formerNumbers = db.doc('settings/formerNumbers')
  let unreadable: ReadonlySet<string> = new Set()
  return {
    async list({ id, ...first }) {
      const found = await sessions.get()
      if (found.empty) {
        await sessions.doc(id).create(first).catch(ignoreExisting)
        return [{ id, ...first }]
      }
      const readable = await parseEach(found.docs, readSession, setAside)
      const ids = new Set(readable.map((session) => session.id))
      unreadable = new Set(found.docs.map((document) => document.id).filter((one) => !ids.has(one)))
      return readable
    },
    isUnreadable: (id) => unreadable.has(id),
    edit: (decide) =>
      db.runTransaction(async (transaction) => {
        const found = await transaction.get(sessions)
        const before = await parseEach(found.docs, readSession)
        const { put = [], remove } = decide(before)
        const former = abandonedNumbers(before, { put, remove })
        if (former.length > 0) transaction.set(formerNumbers, Object.fromEntries(former), { merge: true })
        for (const { id, ...session } of put) transaction.set(sessions.doc(id), session)
        if (remove !== undefined) transaction.delete(sessions.doc(remove))
      }),
    async formerNumbers(sessionId) {
      const stored = (await formerNumbers.get()).get(new FieldPath(sessionId)) as unknown
      return z.array(StoredNumber).default([]).parse(stored)
    },
    async put({ id, ...session }) {
      await sessions.doc(id).set(session)
    },
    ...holdWrites(db),
  }
}

/** The writes of single fields: the hold of a session, and what Meta reports about its account. */
function holdWrites(
  db: Firestore,
): Pick<SessionStore, 'hold' | 'resume' | 'setRequeuedUntil' | 'recordSignal'> {
  const sessions = db.collection('sessions')
  return {
    hold: (sessionId, hold) =>
      db.runTransaction(async (transaction) => {
        const reference = sessions.doc(sessionId)
        const document = await transaction.get(reference)
        if (!document.exists) return false
        const resumedAt = timestampSchema.optional().parse(document.get('resumedAt'))
        if (resumedAt && resumedAt > hold.since) return false
        const current = StoredHold.optional().parse(document.get('hold'))
        if (current && (!current.outage || hold.outage)) return isSame(current, hold)
        transaction.update(reference, { hold })
        return true
      }),
    async resume(sessionId, at) {
      await sessions.doc(sessionId).update({ hold: FieldValue.delete(), resumedAt: at, requeuedUntil: at })
    },
    async setRequeuedUntil(sessionId, instant) {
      await sessions.doc(sessionId).update({ requeuedUntil: instant ?? FieldValue.delete() })
    },
    recordSignal: (sessionId, topic, reported) =>
      db.runTransaction(async (transaction) => {
        const reference = sessions.doc(sessionId)
        const document = await transaction.get(reference)
        if (!document.exists) return null
        const known = StoredReportedValue.optional().parse(document.get(`standing.${topic}`))
        if (known && isLater(known, reported)) return 'outdated'
        if (!known || isLater(reported, known))
          transaction.update(reference, { [`standing.${topic}`]: reported })
        return 'current'
      }),
  }
}

const StoredNumber = z.object({ phoneNumberId: z.string(), wabaId: z.string() })

/**
 * Numbers that sessions lose, as changes of `settings/formerNumbers`: ids of inbox items follow from the number, and
 * erasing a contact must find them.
 */
function abandonedNumbers(
  before: readonly Session[],
  { put, remove }: { put: readonly Session[]; remove: string | undefined },
): (readonly [sessionId: string, FieldValue])[] {
  return before.flatMap(({ id, phoneNumberId, wabaId }) => {
    const after = put.find((one) => one.id === id)
    const isKept = after ? after.phoneNumberId === phoneNumberId && after.wabaId === wabaId : id !== remove
    const number: SessionNumber = { phoneNumberId, wabaId }
    return isKept || phoneNumberId === '' ? [] : [[id, FieldValue.arrayUnion(number)] as const]
  })
}

/** Found again, perhaps because the first attempt died before it was announced. */
const isSame = (one: Pick<Hold, 'code' | 'since'>, other: Hold): boolean =>
  one.code === other.code && one.since.getTime() === other.since.getTime()

/** Of two reports of the same instant the same one must win in either order. */
const isLater = (one: ReportedValue, other: ReportedValue): boolean =>
  one.at > other.at || (one.at.getTime() === other.at.getTime() && one.value > other.value)

/** Another instance stored it concurrently. */
function ignoreExisting(error: unknown): void {
  if (!isAlreadyExists(error)) throw error
}

/** Reads a document of `sessions`. */
export const readSession = (document: QueryDocumentSnapshot): Session =>
  fromStored(document.id, parseDocument(StoredSession, document))

function fromStored(id: string, { hold, ...session }: z.infer<typeof StoredSession>): Session {
  if (!hold) return { ...session, id }
  const { metaCode, ...rest } = hold
  return { ...session, id, hold: { ...rest, ...(metaCode !== undefined && { metaCode }) } }
}
