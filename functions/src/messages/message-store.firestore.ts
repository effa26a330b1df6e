import { FieldPath, type Firestore, type Query } from 'firebase-admin/firestore'
import { randomUUID } from 'node:crypto'
import { alreadyExists } from '../kernel/stored.firestore.ts'
import type { Sending } from './message.ts'
import type { FailedFilter, MessageFilter, MessageStore } from './message-store.ts'
import { restIfUnchanged, settleBehindFence, stored, writeIfUnchanged } from './message-writes.firestore.ts'
import { toStored } from './stored-message.firestore.ts'

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
    async heldBySession(sessionId, limit) {
      const page = await messages
        .where('sessionId', '==', sessionId)
        .where('heldBy', '==', 'session')
        .limit(limit)
        .get()
      return page.docs.map(stored)
    },
    move: (message, change) => writeIfUnchanged(db, message, { change, tells: false }),
    async settle(claimed, change, from = unsettled) {
      return (
        (await writeIfUnchanged(db, claimed, { change, tells: true })) ??
        settleBehindFence(db, claimed, { change, from })
      )
    },
    rest: (message) => restIfUnchanged(db, message),
  }
}

/** An attempt in these states is still to be settled by whoever holds it, or was given up only for lack of news. */
const unsettled: readonly Sending[] = ['sending', 'unknown']

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
