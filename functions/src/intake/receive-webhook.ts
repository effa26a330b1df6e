import type { KernelServices } from '../kernel/kernel-services.ts'
import { createHash } from 'node:crypto'
import { asObject } from '../kernel/untrusted-json.ts'
import { inboxDocument, type InboxItem } from './inbox-item.ts'
import type { IntakeWrite, NewDocument, StatusMerge, WriteAll, WriteOutcome } from './intake-writes.ts'
import type { RecentBodyCache } from './recent-body-cache.ts'
import { classifyWebhookItems, type ClassifiedWebhook } from './classify-webhook-items.ts'

export interface StoreBodyNeeds {
  writeAll: WriteAll
  now: Date
  /** Identities of recipients that this instance stored lately: most statuses repeat them. */
  seen?: RecentBodyCache
}

export interface ReceiveNeeds extends Pick<KernelServices, 'clock' | 'log'> {
  writeAll: WriteAll
  seen: RecentBodyCache
  keepAllBodies: boolean
}

/** A body of Meta's, its signature checked. */
export interface SignedBody {
  readonly bytes: Uint8Array
  /** The same, parsed. */
  readonly json: unknown
}

/**
 * Stores everything a webhook says before it is answered: one write call for all items. What cannot be
 * applied (a message we do not have) or not be stored (an item that does not fit into a document) costs another
 * one. Each write may be repeated, so a failure half-way is mended by Meta's repeat.
 * @throws when something could not be stored: answer 503, Meta sends it again
 */
export async function receiveWebhook(body: SignedBody, needs: ReceiveNeeds): Promise<'stored' | 'seen'> {
  const hash = createHash('sha256').update(body.bytes).digest('hex')
  if (needs.seen.has(hash)) return 'seen'
  const now = needs.clock.now()
  const reasons = await storeBody(body.json, { now, writeAll: needs.writeAll, seen: needs.seen })
  if (needs.keepAllBodies || reasons.length > 0)
    await quarantineBody(await documentsOfBody(body.bytes, hash, { now, reasons }), needs)
  if (reasons.length > 0) needs.log.warn('webhook.quarantined', { hash, reason: reasons[0] ?? '' })
  needs.seen.add(hash)
  return 'stored'
}

/**
 * Stores what a body says.
 * @returns why some of it could not be read or stored: the bytes must be kept
 * @throws when something could not be stored that may be, when it comes again
 */
export async function storeBody(json: unknown, { now, writeAll, seen }: StoreBodyNeeds): Promise<string[]> {
  const { merges, inbox, unreadable } = classify(json)
  const identities = new Set(inbox.filter(({ kind }) => kind === 'identity'))
  const isStored = (item: InboxItem): boolean => identities.has(item) && seen?.has(identityKey(item)) === true
  const items = inbox.filter((item) => !isStored(item))
  const refused = await store({ merges, inbox: items }, now, { writeAll })
  for (const item of identities) seen?.add(identityKey(item))
  return [...unreadable, ...refused]
}

const identityKey = ({ phoneNumberId, item }: InboxItem): string => `${phoneNumberId} ${item}`

function classify(json: unknown): ClassifiedWebhook {
  const { object } = asObject(json)
  if (object !== 'whatsapp_business_account')
    return {
      merges: [],
      inbox: [],
      unreadable: [`object is ${object === undefined ? 'missing' : JSON.stringify(object)}`],
    }
  return classifyWebhookItems(json)
}

/** Stores what can be stored; answers why the rest could not. */
async function store(
  { merges, inbox }: Pick<ClassifiedWebhook, 'merges' | 'inbox'>,
  now: Date,
  { writeAll }: Pick<ReceiveNeeds, 'writeAll'>,
): Promise<string[]> {
  const writes = [...merges, ...documentsOf(inbox, now)]
  if (writes.length === 0) return []
  const { orphans, refused } = failedWrites(writes, await writeAll(writes))
  if (orphans.length === 0) return refused
  const kept = documentsOf(orphans, now)
  return [...refused, ...failedWrites(kept, await writeAll(kept)).refused]
}

/** One document for each item; an item that came twice is one. */
const documentsOf = (items: readonly InboxItem[], now: Date): NewDocument[] => [
  ...new Map(
    items.map((item) => inboxDocument(item, now)).map((document) => [document.path, document]),
  ).values(),
]

/** What is still to be kept after a call: statuses of messages that are not here, and what was refused. */
function failedWrites(
  writes: readonly IntakeWrite[],
  outcomes: readonly WriteOutcome[],
): { orphans: InboxItem[]; refused: string[] } {
  const orphans: InboxItem[] = []
  const refused: string[] = []
  writes.forEach((write, i) => {
    const outcome = outcomes[i] ?? { failed: 'no outcome', transient: true }
    if (outcome === 'written' || outcome === 'exists') return
    if (outcome === 'missing' && write.kind === 'merge') return void orphans.push(...unmatchedStatuses(write))
    const reason = outcome === 'missing' ? 'missing' : outcome.failed
    if (outcome !== 'missing' && outcome.transient) throw new Error(`A write was not done: ${reason}`)
    refused.push(`${write.kind === 'merge' ? `messages/${write.messageId}` : write.path}: ${reason}`)
  })
  return { orphans, refused }
}

/** Statuses that name a message we do not have (any more): kept one by one, not errors. */
const unmatchedStatuses = ({ messageId, entries }: StatusMerge): InboxItem[] =>
  entries.map(({ raw, attempt, contacts }) => ({
    kind: 'status',
    field: 'messages',
    wabaId: '',
    phoneNumberId: '',
    item: raw,
    messageId,
    attempt,
    ...(contacts !== undefined && { contacts }),
  }))

/** Loaded when first needed: most instances of the webhook never keep a body, and must start fast. */
async function documentsOfBody(
  bytes: Uint8Array,
  hash: string,
  { now, reasons }: { now: Date; reasons: readonly string[] },
): Promise<NewDocument[]> {
  const { rawWebhookDocuments } = await import('./raw-webhook.ts')
  const documents = rawWebhookDocuments(bytes, hash, { now, reasons })
  if (reasons.length === 0) return documents
  const { failureAlert } = await import('./failure-alert.ts')
  return [...documents, failureAlert('quarantined', now)]
}

/** The last resort: what is not even kept as bytes must come again. */
async function quarantineBody(pieces: readonly NewDocument[], { writeAll }: ReceiveNeeds): Promise<void> {
  const failed = (await writeAll(pieces)).find((outcome) => typeof outcome === 'object')
  if (failed) throw new Error(`Neither the items nor the bytes could be kept: ${failed.failed}`)
}
