import type { KernelServices } from '../kernel/kernel-services.ts'
import type { ErasureProof } from '@waypost/contract'
import { canonicalJsonHash } from '../kernel/canonical-json-hash.ts'
import type { JsonObject } from '../kernel/untrusted-json.ts'
import { isPhoneNumber, type Recipient } from '../kernel/recipient.ts'
import { eraseMessage, metaItems } from './erase-message.ts'
import type { SessionNumber } from '../sessions/session-store.ts'
import { conversationIdsFor } from '../conversations/contact-identities.ts'
import type { Conversation, OptOuts } from '../conversations/conversation.ts'
import type { ConversationStore } from '../conversations/conversation-store.ts'
import type { ResolvedContact } from '../conversations/resolve-contact.ts'

/** Documents of messages, as they are stored. */
export interface ContactRecords {
  /** Those of conversations with these ids, a page at a time; null behind the last. */
  listPage(conversationIds: readonly string[], behind: string | null): Promise<readonly ContactRecord[]>
  /** Puts other fields in the place of a document's, all of them, if it is still there. */
  replace(id: string, erased: (stored: JsonObject) => JsonObject): Promise<void>
}

export interface ContactRecord {
  readonly id: string
  readonly purgeAt: Date
  readonly fields: JsonObject
}

/** A processed item of Meta's webhook. */
export interface ProcessedItem {
  readonly kind: 'message' | 'status'
  readonly raw: string
}

/** Erases the events of conversations with these ids. Returns their number. */
export type EraseEvents = (conversationIds: readonly string[]) => Promise<number>

export interface EraseContactNeeds extends Pick<KernelServices, 'clock'> {
  /** The present and former numbers of a session, also of a deleted one. */
  sessionNumbers(sessionId: string): Promise<readonly SessionNumber[]>
  conversations: Pick<ConversationStore, 'update'>
  records: ContactRecords
  /** Erases inbox items; they stay marked as processed. Returns their number. */
  eraseInboxItems(items: readonly ProcessedItem[], numbers: readonly SessionNumber[]): Promise<number>
  eraseEvents: EraseEvents
  /** Deletes the file of a message; one that has none, or is gone, is deleted. */
  removeFile(message: Pick<ContactRecord, 'id' | 'purgeAt'>): Promise<void>
}

/** What remains, or expires later: part of the proof. */
const RETAINED_DATA = [
  'One receipt per message (kind, template, times, outcome), under a hash of session and contact.',
  'Opt-outs without their text, so that they are still respected.',
  'For up to 30 days: raw webhooks, and statuses of messages that were sent from elsewhere.',
  'For up to 90 days: statuses of Meta that arrive later for erased messages, with their receipts.',
  'Your own documents: those in the outbox collection, and events your endpoints received.',
]

/**
 * Erases everything that names a contact of a session, then verifies it. Safe to repeat after an interruption: the
 * conversation, by which the rest is found, is erased last.
 */
export async function eraseContact(named: ResolvedContact, needs: EraseContactNeeds): Promise<ErasureProof> {
  const { sessionId, contact, conversation } = named
  const at = needs.clock.now()
  const ids = [...new Set(conversationIdsOfContact(named))]
  const erased = { messages: 0, inboxItems: 0, media: 0, events: 0, conversations: 0 }
  const numbers = await needs.sessionNumbers(sessionId)
  for await (const record of recordsOf(ids, needs.records)) {
    if (record.fields['erasedAt'] !== undefined) continue
    erased.inboxItems += await needs.eraseInboxItems(metaItems(record.fields), numbers)
    const hasFile = record.fields['media'] !== undefined
    if (hasFile) await needs.removeFile(record)
    await needs.records.replace(record.id, (stored) => eraseMessage(stored, at))
    // A concurrent download may have stored it in between; later downloads find nothing to fetch.
    if (hasFile) await needs.removeFile(record)
    if (hasFile) erased.media++
    erased.messages++
  }
  erased.events = await needs.eraseEvents(ids)
  if (conversation && conversation.identities.length > 0) {
    await needs.conversations.update(conversation.id, (current) => erasedConversation(current, at))
    erased.conversations++
  }
  const proof = {
    id: canonicalJsonHash([sessionId, contact]),
    session: sessionId,
    erasedAt: at.toISOString(),
    erased,
    remaining: await countRemainingMentions(named, ids, needs.records),
    kept: RETAINED_DATA,
  }
  return { ...proof, sha256: canonicalJsonHash(proof) }
}

const conversationIdsOfContact = ({ sessionId, contact, conversation }: ResolvedContact): string[] => {
  const { id, otherIds } = conversationIdsFor(sessionId, [{ of: contact, since: new Date(0) }])
  return [id, ...otherIds, ...(conversation ? [conversation.id, ...conversation.otherIds] : [])]
}

/** Firestore joins so many alternatives. */
const MAX_ALTERNATIVES = 30

async function* recordsOf(ids: readonly string[], records: ContactRecords): AsyncGenerator<ContactRecord> {
  for (let from = 0; from < ids.length; from += MAX_ALTERNATIVES) {
    const some = ids.slice(from, from + MAX_ALTERNATIVES)
    let behind: string | null = null
    for (;;) {
      const page: readonly ContactRecord[] = await records.listPage(some, behind)
      yield* page
      behind = page.at(-1)?.id ?? null
      if (behind === null) break
    }
  }
}

/** Removes the person; opt-outs remain, should the same number be used again. */
function erasedConversation(
  { name: _name, username: _username, lastMessage: _last, assignee: _assignee, ...rest }: Conversation,
  at: Date,
): Conversation {
  const { marketing, all } = rest.optOuts
  const optOuts: OptOuts = { ...(marketing && { marketing }), ...(all && { all }) }
  const withoutText = Object.fromEntries(
    Object.entries(optOuts).map(([category, { text: _text, ...record }]) => [category, record]),
  )
  return {
    ...rest,
    identities: [],
    notes: [],
    unread: 0,
    state: 'resolved',
    optOuts: withoutText,
    updatedAt: at,
  }
}

/** Number of documents that still contain the number, the id or the name of the person. */
async function countRemainingMentions(
  { contact, conversation }: ResolvedContact,
  ids: readonly string[],
  records: ContactRecords,
): Promise<number> {
  const known = [contact, ...(conversation?.identities.map(({ of }) => of) ?? [])].map(searchForm)
  const names = [conversation?.name?.value, conversation?.username?.value].filter(
    (name) => name !== undefined && name.length > 2,
  )
  let naming = 0
  for await (const { fields } of recordsOf(ids, records)) {
    const text = JSON.stringify(fields)
    if ([...known, ...names].some((word) => word !== undefined && text.includes(word))) naming++
  }
  return naming
}

/** Meta writes numbers without their plus. */
const searchForm = (contact: Recipient): string => (isPhoneNumber(contact) ? contact.slice(1) : contact)
