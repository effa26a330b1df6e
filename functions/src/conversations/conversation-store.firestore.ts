import { FieldPath, type Firestore, type Query, type Transaction } from 'firebase-admin/firestore'
import { isAlreadyExists } from '../kernel/documents.firestore.ts'
import { parseOrSetAside, parsePage, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
import { readStoredInbound, toStoredInbound } from '../messages/stored-inbound.firestore.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import { conversationIdsFor } from './contact-identities.ts'
import type { Conversation } from './conversation.ts'
import type {
  ConversationFilter,
  ConversationStore,
  KnownContact,
  RecordDecision,
  RecordedMessage,
} from './conversation-store.ts'
import { mergeConversations, withIdentities } from './merge-conversations.ts'
import { readConversation, toStoredConversation } from './stored-conversation.firestore.ts'

/** Conversations in the collection `conversations`. */
export function firestoreConversations(db: Firestore, setAside?: SetAside): ConversationStore {
  const find = (id: string): Promise<Conversation | null> => findBy(db, { setAside })(id)
  return {
    find,
    findByContact: (sessionId, contact) => find(conversationIdOf(sessionId, contact)),
    async list(filter) {
      const page = filtered(db.collection('conversations'), filter)
      const read = await parsePage(page, filter.limit, { parse: readConversation, setAside })
      return read.flatMap((found) => (found && 'conversation' in found ? [found.conversation] : []))
    },
    update: (id, decide) =>
      db.runTransaction(async (transaction) => {
        const current = await findBy(db, { transaction })(id)
        const changed = current && decide(current)
        if (changed) writeConversation(db, transaction, { before: current, after: changed })
        return changed ?? current
      }),
    updateByContact: (known, decide) =>
      db.runTransaction(async (transaction) => {
        const { current, written } = await conversationOf(db, transaction, known)
        const changed = decide(current)
        if (changed) writeConversation(db, transaction, { before: written, after: changed })
        return changed ?? current
      }),
    async recordMessage(known, { id, isNew }, decide) {
      const attempt = (looks: boolean) => recordMessage(db, known, { id, looks, decide })
      try {
        return await attempt(!isNew)
      } catch (error) {
        if (!isNew || !isAlreadyExists(error)) throw error
        return attempt(true)
      }
    },
  }
}

/** Aliases have no `updatedAt`, so that no list shows them. */
function filtered(
  conversations: Query,
  { sessionIds, state, assignee, tokens, after, limit }: ConversationFilter,
): Query {
  let query = conversations
  if (sessionIds) query = query.where('sessionId', 'in', sessionIds)
  if (state !== undefined) query = query.where('state', '==', state)
  if (assignee !== undefined) query = query.where('assignee', '==', assignee)
  if (tokens) query = query.where('search', 'array-contains-any', tokens)
  query = query.orderBy('updatedAt', 'desc').orderBy(FieldPath.documentId(), 'desc')
  if (after) query = query.startAfter(after.at, after.id)
  return query.limit(limit)
}

/** @param looks whether the message is read first; else it must be new */
const recordMessage = (
  db: Firestore,
  known: KnownContact,
  { id, looks, decide }: { id: string; looks: boolean; decide: RecordDecision },
): Promise<RecordedMessage> =>
  db.runTransaction(async (transaction) => {
    const reference = db.collection('messages').doc(id)
    const document = looks ? await transaction.get(reference) : null
    const message = document?.exists === true ? readStoredInbound(document) : null
    const { current, written } = await conversationOf(db, transaction, known)
    const changed = decide({ message, conversation: current })
    if (changed) {
      const stored = toStoredInbound(changed.message)
      if (message) transaction.set(reference, stored, { merge: true })
      else transaction.create(reference, stored)
      writeConversation(db, transaction, { before: written, after: changed.conversation })
      return changed
    }
    if (message && current) return { message, conversation: current }
    throw new Error(`The message ${id} or its conversation is gone.`)
  })

/** Reads a conversation by its id or by one that leads to it. */
const findBy =
  (
    db: Firestore,
    { transaction, setAside }: { transaction?: Transaction; setAside?: SetAside | undefined },
  ) =>
  async (id: string): Promise<Conversation | null> => {
    const read = async (one: string) => {
      const reference = db.collection('conversations').doc(one)
      const document = await (transaction ? transaction.get(reference) : reference.get())
      return parseOrSetAside(document, readConversation, setAside)
    }
    const found = await read(id)
    if (found === null || 'conversation' in found) return found?.conversation ?? null
    const led = await read(found.leadsTo)
    return led !== null && 'conversation' in led ? led.conversation : null
  }

/** What is known of a contact within a transaction. */
export interface FoundConversation {
  /** With all its identities, joined where there are several; null when there is none. */
  readonly current: Conversation | null
  /** As it is written, if all its documents say so already. */
  readonly written: Conversation | null
}

/** Finds the contact with these identities. One read when the first one leads to a conversation that knows all. */
export async function conversationOf(
  db: Firestore,
  transaction: Transaction,
  { sessionId, identities }: KnownContact,
): Promise<FoundConversation> {
  const find = findBy(db, { transaction })
  const first = identities[0]
  const { id, otherIds } = conversationIdsFor(sessionId, identities)
  const asked = [...new Set([...(first ? [conversationIdOf(sessionId, first.of)] : []), id, ...otherIds])]
  const found = new Map<string, Conversation>()
  for (const one of asked) {
    if ([...found.values()].some((known) => known.id === one || known.otherIds.includes(one))) continue
    const conversation = await find(one)
    if (conversation) found.set(conversation.id, conversation)
  }
  const [only, ...others] = [...found.values()]
  if (!only) return { current: null, written: null }
  return {
    current: withIdentities(others.reduce(mergeConversations, only), identities),
    written: others.length === 0 ? only : null,
  }
}

/** Writes a conversation, and the documents that lead to it where they do not say so yet. */
export function writeConversation(
  db: Firestore,
  transaction: Transaction,
  { before, after }: { before: Conversation | null; after: Conversation },
): void {
  const conversations = db.collection('conversations')
  transaction.set(conversations.doc(after.id), toStoredConversation(after))
  if (before && leadersOf(before) === leadersOf(after)) return
  const { sessionId, purgeAt } = after
  for (const id of new Set([...after.otherIds, ...(before ? [before.id, ...before.otherIds] : [])]))
    if (id !== after.id) transaction.set(conversations.doc(id), { leadsTo: after.id, sessionId, purgeAt })
}

const leadersOf = ({ id, otherIds, purgeAt }: Conversation): string =>
  JSON.stringify([id, otherIds.toSorted(), purgeAt])
