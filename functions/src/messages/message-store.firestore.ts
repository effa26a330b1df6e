import type {
  CollectionReference,
  DocumentSnapshot,
  Firestore,
  Query,
  QueryDocumentSnapshot,
  QuerySnapshot,
  Timestamp,
} from 'firebase-admin/firestore'
import { randomUUID } from 'node:crypto'
import { wamidKey } from '../graph/wamid-key.ts'
import { isAlreadyExists } from '../kernel/documents.firestore.ts'
import {
  parseEach,
  parseOrSetAside,
  parsePage,
  type SetAside,
} from '../kernel/unreadable-documents.firestore.ts'
import type { InboundMessage } from './inbound-message.ts'
import type { Message, StoredMessage } from './message.ts'
import type { Sending } from './send-state.ts'
import type { PrepareMessageEvent } from './message-event.ts'
import { filtered } from './message-filter.firestore.ts'
import type { DueMessage, FailedFilter, MessageStore, SendingChange } from './message-store.ts'
import {
  addMetaStatus,
  endFollowUpIfUnchanged,
  settleIfLatestAttempt,
  parseStored,
  postponeIfUnchanged,
  writeIfUnchanged,
} from './message-writes.firestore.ts'
import { isInbound, readStoredInbound } from './stored-inbound.firestore.ts'
import { toStored } from './stored-message.firestore.ts'

/**
 * Messages in the collection `messages`.
 *
 * A write may be applied although its answer is lost; the client library then repeats it and finds its own document. Each
 * write stores a random `writer`, by which a repeat recognises it.
 */
export function firestoreMessages(
  db: Firestore,
  prepareEvent: PrepareMessageEvent = async () => null,
  setAside?: SetAside,
): MessageStore {
  const messages = db.collection('messages')

  /** The event of the initial state is stored in the same commit. */
  const create = async (message: Message, writer: string): Promise<Timestamp | undefined> => {
    const published = (await prepareEvent(message, message.sending))?.(message, message.createdAt)
    const batch = db.batch().create(messages.doc(message.id), { ...toStored(message), writer })
    if (published) batch.set(db.doc(published.path), published.fields)
    const [written] = await batch.commit()
    return written?.writeTime
  }

  return {
    ...messageReads(messages, setAside),
    async add(message) {
      const reference = messages.doc(message.id)
      const writer = randomUUID()
      try {
        const writeTime = await create(message, writer)
        return { message: { ...message, version: writeTime }, isNew: true }
      } catch (error) {
        if (!isAlreadyExists(error)) throw error
        const document = await reference.get()
        if (!document.exists) throw error
        const message = await parseOrSetAside(document, parseStored, setAside)
        return { message, isNew: document.get('writer') === writer }
      }
    },
    updateIfUnchanged: (message, change) =>
      writeIfUnchanged(db, message, { change, event: null, updatesOutbox: false }),
    async settle(claimed, change, from = unsettled) {
      const event = isPassing(change) ? null : await prepareEvent(claimed, change.sending)
      return (
        (await writeIfUnchanged(db, claimed, { change, event, updatesOutbox: true })) ??
        settleIfLatestAttempt(db, claimed, { change, event, from })
      )
    },
    addStatus: (id, entry) => addMetaStatus(db, id, entry),
    postponeDue: (postponed) => postponeIfUnchanged(db, postponed),
    endFollowUp: (message) => endFollowUpIfUnchanged(db, message),
  }
}

/** The reads of the store. */
function messageReads(
  messages: CollectionReference,
  setAside?: SetAside,
): Omit<MessageStore, 'add' | 'updateIfUnchanged' | 'settle' | 'addStatus' | 'endFollowUp' | 'postponeDue'> {
  const outgoing = { parse: parseStored, setAside }
  return {
    async find(id) {
      const document = await messages.doc(id).get()
      return document.exists && !isInbound(document) ? parseOrSetAside(document, parseStored, setAside) : null
    },
    async findAny(id) {
      const document = await messages.doc(id).get()
      return document.exists ? parseOrSetAside(document, readStored, setAside) : null
    },
    async findByWamid(wamid) {
      const sent = (await withWamid(messages, wamid)).find((document) => !isInbound(document))
      return sent ? parseOrSetAside(sent, parseStored, setAside) : null
    },
    async listByWamid(wamid) {
      return parseEach(await withWamid(messages, wamid), readStored, setAside)
    },
    async list(filter) {
      return parsePage(filtered(messages, filter), filter.limit, { parse: readStored, setAside })
    },
    async listPendingIn(conversationIds, limit) {
      const pending = messages.where('conversationId', 'in', conversationIds).orderBy('wakeAt')
      return parsePage(pending, limit, outgoing)
    },
    async listDue(now, limit) {
      return dueIn(await messages.where('wakeAt', '<=', now).orderBy('wakeAt').limit(limit).get())
    },
    async listDueOfSession(sessionId, now, limit) {
      const ofSession = messages.where('sessionId', '==', sessionId)
      return dueIn(await ofSession.where('wakeAt', '<=', now).orderBy('wakeAt').limit(limit).get())
    },
    async countFailed(filter) {
      return (await failedOnes(messages, filter).count().get()).data().count
    },
    async listFailed(filter, limit) {
      return parsePage(failedOnes(messages, filter), limit, outgoing)
    },
    async listHeldBySession(sessionId, limit) {
      const held = messages.where('sessionId', '==', sessionId).where('heldBy', '==', 'session')
      return parsePage(held.orderBy('wakeAt'), limit, outgoing)
    },
  }
}

/** An unknown outcome is reported only once it stays unknown. */
const isPassing = ({ sending, wakeAt, followUp }: SendingChange): boolean =>
  sending === 'unknown' && (followUp ? followUp.wakeAt !== undefined : wakeAt !== null)

/** States in which the outcome of the attempt is still open. */
const unsettled: readonly Sending[] = ['sending', 'unknown']

/** Not parsed: a document that cannot be parsed is handed over like the others. */
const dueIn = ({ docs }: QuerySnapshot): DueMessage[] =>
  docs.map((document) => ({
    id: document.id,
    sessionId: String(document.get('sessionId')),
    version: document.updateTime,
  }))

/** Reads a document of `messages`, of either direction. */
export const readStored = (document: DocumentSnapshot): StoredMessage | InboundMessage =>
  isInbound(document) ? readStoredInbound(document) : parseStored(document)

/** A wamid names one message; two when both numbers are ours. */
const MAX_OF_ONE_WAMID = 10

/** Documents stored by an earlier release have no `wamidKey`. */
async function withWamid(
  messages: CollectionReference,
  wamid: string,
): Promise<readonly QueryDocumentSnapshot[]> {
  const byKey = await messages.where('wamidKey', '==', wamidKey(wamid)).limit(MAX_OF_ONE_WAMID).get()
  if (byKey.size > 0) return byKey.docs
  return (await messages.where('wamid', '==', wamid).limit(MAX_OF_ONE_WAMID).get()).docs
}

function failedOnes(messages: Query, { session, template, code, since, until }: FailedFilter): Query {
  let query = messages.where('sending', '==', 'failed')
  if (session !== undefined) query = query.where('sessionId', '==', session)
  if (template !== undefined) query = query.where('templateName', '==', template)
  if (code !== undefined) query = query.where('error.code', '==', code)
  if (since !== undefined) query = query.where('createdAt', '>=', new Date(since))
  if (until !== undefined) query = query.where('createdAt', '<', new Date(until))
  return query.orderBy('createdAt')
}
