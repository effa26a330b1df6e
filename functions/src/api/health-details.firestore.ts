import type { DocumentSnapshot, Firestore, Query } from 'firebase-admin/firestore'
import { z } from 'zod'
import { knownErrorCode, parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import { parseEach } from '../kernel/unreadable-documents.firestore.ts'
import type { InstallationCounts } from './health-details.ts'

/** Counts stop here: ten reads at most for each, whatever is stored. */
const COUNT_LIMIT = 10_000
const MAX_HELD_SESSIONS = 50
const NEWEST_MESSAGES = 20

/** Counts and newest entries of several collections. About forty reads; every query is served by one field's index. */
export const firestoreInstallationCounts =
  (db: Firestore) =>
  async (now: Date): Promise<InstallationCounts> => {
    const messages = db.collection('messages')
    const [waiting, due, held, bodies, items, oldest, onHold, lastWebhookAt] = await Promise.all([
      counted(messages.where('wakeAt', '>', new Date(0))),
      counted(messages.where('wakeAt', '<=', now)),
      counted(messages.where('sending', '==', 'held')),
      counted(db.collection('rawWebhooks').where('state', '==', 'quarantined')),
      counted(db.collection('inbox').where('state', '==', 'quarantined')),
      messages.where('wakeAt', '<=', now).orderBy('wakeAt').limit(1).select('wakeAt').get(),
      db.collection('sessions').orderBy('hold.since').limit(MAX_HELD_SESSIONS).get(),
      lastWebhook(db),
    ])
    return {
      waiting,
      due,
      held,
      quarantined: bodies + items,
      oldestDueAt: dateIn(oldest.docs[0], 'wakeAt'),
      sessionsOnHold: await parseEach(onHold.docs, (document) => ({
        id: document.id,
        ...parseDocument(HeldSession, document),
      })),
      lastWebhookAt,
    }
  }

const HeldSession = z.object({
  name: z.string(),
  hold: z.object({
    code: knownErrorCode,
    reason: z.string(),
    since: timestampSchema,
  }),
})

const counted = async (query: Query): Promise<number> =>
  (await query.limit(COUNT_LIMIT).count().get()).data().count

/**
 * No document is written only to say that Meta called: it would cost a write for each call. Statuses are found in
 * the timelines of the youngest messages, all else in the newest item and the newest kept body.
 */
async function lastWebhook(db: Firestore): Promise<Date | null> {
  const newest = (collection: string) =>
    db.collection(collection).orderBy('receivedAt', 'desc').limit(1).select('receivedAt').get()
  const [items, bodies, messages] = await Promise.all([
    newest('inbox'),
    newest('rawWebhooks'),
    db.collection('messages').orderBy('createdAt', 'desc').limit(NEWEST_MESSAGES).select('timeline').get(),
  ])
  const instants = [
    dateIn(items.docs[0], 'receivedAt'),
    dateIn(bodies.docs[0], 'receivedAt'),
    ...(await parseEach(messages.docs, statusInstants)).flat(),
  ].filter((instant) => instant !== null)
  return instants.reduce<Date | null>((last, instant) => (last && last > instant ? last : instant), null)
}

const Statuses = z.object({
  timeline: z.array(z.object({ source: z.string(), at: timestampSchema })).default([]),
})

const statusInstants = (document: DocumentSnapshot): Date[] =>
  parseDocument(Statuses, document)
    .timeline.filter(({ source }) => source === 'meta')
    .map(({ at }) => at)

function dateIn(document: DocumentSnapshot | undefined, field: string): Date | null {
  const read = timestampSchema.safeParse(document?.get(field))
  return read.success ? read.data : null
}
