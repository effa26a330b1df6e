import {
  FieldPath,
  FieldValue,
  type DocumentReference,
  type DocumentSnapshot,
  type Firestore,
  type Query,
  type Timestamp,
} from 'firebase-admin/firestore'
import { randomUUID } from 'node:crypto'
import { alreadyExists, changedMeanwhile } from '../kernel/stored.firestore.ts'
import type { Sending, StoredMessage } from './message.ts'
import type { FailedFilter, MessageFilter, MessageStore, SendingChange } from './message-store.ts'
import { readStoredMessage, toStored } from './stored-message.firestore.ts'

/**
 * Messages in the collection `messages`.
 *
 * A write may be applied although its answer got lost on the way; the client then repeats it by itself and meets
 * its own document. So each write leaves its sign, `writer`: whoever finds it again knows that it was theirs.
 */
export function firestoreMessages(db: Firestore): MessageStore {
  const messages = db.collection('messages')
  return {
    async add(message) {
      const reference = messages.doc(message.id)
      const writer = randomUUID()
      try {
        const { writeTime } = await reference.create({ ...toStored(message), writer })
        return { message: { ...message, version: writeTime }, isNew: true }
      } catch (error) {
        if (!alreadyExists(error)) throw error
        const document = await reference.get()
        if (!document.exists) throw error
        return { message: stored(document), isNew: document.get('writer') === writer }
      }
    },
    async find(id) {
      const document = await messages.doc(id).get()
      return document.exists ? stored(document) : null
    },
    async list(filter) {
      const page = await filtered(messages, filter).get()
      return page.docs.map(stored)
    },
    async due(now, limit) {
      const page = await messages.where('wakeAt', '<=', now).orderBy('wakeAt').limit(limit).get()
      return page.docs.map(stored)
    },
    async countFailed(filter) {
      return (await failedOnes(messages, filter).count().get()).data().count
    },
    async failed(filter, limit) {
      return (await failedOnes(messages, filter).limit(limit).get()).docs.map(stored)
    },
    async ofOutbox(path) {
      const page = await messages.where('outbox.path', '==', path).get()
      return page.docs.map(stored)
    },
    async heldBySession(sessionId, limit) {
      const page = await messages
        .where('sessionId', '==', sessionId)
        .where('heldBy', '==', 'session')
        .limit(limit)
        .get()
      return page.docs.map(stored)
    },
    async move(message, change) {
      return writeIfUnchanged(messages.doc(message.id), message, change)
    },
    async settle(claimed, change, from = unsettled) {
      const reference = messages.doc(claimed.id)
      return (
        (await writeIfUnchanged(reference, claimed, change)) ??
        settleBehindFence(db, claimed, { change, from })
      )
    },
  }
}

const stored = (document: DocumentSnapshot): StoredMessage => ({
  ...readStoredMessage(document),
  version: document.updateTime,
})

/** One blind write, with the version that was read as its condition. */
async function writeIfUnchanged(
  reference: DocumentReference,
  message: StoredMessage,
  change: SendingChange,
): Promise<StoredMessage | null> {
  const writer = randomUUID()
  try {
    const { writeTime } = await reference.update(
      { ...fields(change), writer },
      { lastUpdateTime: message.version as Timestamp },
    )
    return { ...changed(message, change), version: writeTime }
  } catch (error) {
    if (!changedMeanwhile(error)) throw error
    const document = await reference.get()
    return document.get('writer') === writer ? stored(document) : null
  }
}

/** Somebody wrote meanwhile: a status, or another holder. Only a newer attempt forbids to settle this one. */
async function settleBehindFence(
  db: Firestore,
  claimed: StoredMessage,
  { change, from }: { change: SendingChange; from: readonly Sending[] },
): Promise<StoredMessage | null> {
  const reference = db.collection('messages').doc(claimed.id)
  const writer = randomUUID()
  return db.runTransaction(async (transaction) => {
    const document = await transaction.get(reference)
    if (!document.exists) return null
    const current = stored(document)
    if (document.get('writer') === writer) return current
    if (current.attempt === claimed.attempt && from.includes(current.sending)) {
      transaction.update(reference, { ...fields(change), writer })
      return changed(current, change)
    }
    const late = {
      ...change.entry,
      note: `Late: attempt ${String(current.attempt)} had begun. ${change.entry.note ?? ''}`.trim(),
    }
    transaction.update(reference, { timeline: FieldValue.arrayUnion(late) })
    return null
  })
}

/** An attempt in these states is still to be settled by whoever holds it, or was given up only for lack of news. */
const unsettled: readonly Sending[] = ['sending', 'unknown']

const fields = ({ wakeAt, error, heldBy, entry, ...change }: SendingChange): Record<string, unknown> => ({
  ...change,
  wakeAt: wakeAt ?? FieldValue.delete(),
  error: error ?? FieldValue.delete(),
  heldBy: heldBy ?? FieldValue.delete(),
  timeline: FieldValue.arrayUnion(entry),
})

function changed(
  message: StoredMessage,
  { wakeAt, error, heldBy, entry, ...change }: SendingChange,
): StoredMessage {
  const { wakeAt: _wakeAt, error: _error, heldBy: _heldBy, ...kept } = message
  return {
    ...kept,
    ...change,
    ...(wakeAt && { wakeAt }),
    ...(error && { error }),
    ...(heldBy && { heldBy }),
    timeline: [...message.timeline, entry],
  }
}

function failedOnes(messages: Query, { session, template, error, since, until }: FailedFilter): Query {
  let query = messages.where('sending', '==', 'failed')
  if (session !== undefined) query = query.where('sessionId', '==', session)
  if (template !== undefined) query = query.where('templateName', '==', template)
  if (error !== undefined) query = query.where('error.code', '==', error)
  if (since !== undefined) query = query.where('createdAt', '>=', new Date(since))
  if (until !== undefined) query = query.where('createdAt', '<', new Date(until))
  return query.orderBy('createdAt')
}

function filtered(messages: Query, { owner, sessionId, to, template, cursor, limit }: MessageFilter): Query {
  let query = messages
  if (owner !== undefined) query = query.where('owner', '==', owner)
  if (sessionId !== undefined) query = query.where('sessionId', '==', sessionId)
  if (to !== undefined) query = query.where('to', '==', to)
  if (template !== undefined) query = query.where('templateName', '==', template)
  query = query.orderBy('createdAt', 'desc').orderBy(FieldPath.documentId(), 'desc')
  if (cursor) query = query.startAfter(cursor.createdAt, cursor.id)
  return query.limit(limit)
}
