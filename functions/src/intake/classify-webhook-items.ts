import { decodeCallbackData } from '../graph/callback-data.ts'
import { asObject, asDate, asArray, asNonEmptyString, type JsonObject } from '../kernel/untrusted-json.ts'
import { isProgressStatus, encodeProgress } from '../messages/progress.ts'
import { contactsByMessage } from './contacts-by-message.ts'
import type { InboxItem } from './inbox-item.ts'
import { recipientIdentities } from './recipient-identities.ts'
import type { IntakeEntry, StatusMerge } from './intake-writes.ts'

/** Where each item of a webhook goes. Every item is in exactly one place, a failed status in two. */
export interface ClassifiedWebhook {
  readonly merges: StatusMerge[]
  readonly inbox: InboxItem[]
  /** Why the bytes must be kept too: parts that could not be read. */
  readonly unreadable: string[]
}

/**
 * Sorts what Meta posted: every item of every change of every entry. Nothing is assumed about its shape;
 * what is not understood is named in `unread`, and never stops the rest.
 * Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 */
export function classifyWebhookItems(body: unknown): ClassifiedWebhook {
  const sorted: Classification = { merges: new Map(), inbox: [], unreadable: [] }
  const entries = asObject(body)['entry']
  if (!Array.isArray(entries)) sorted.unreadable.push('no entry array')
  else entries.forEach((entry, i) => classifyEntry(entry, i, sorted))
  return {
    merges: [...sorted.merges.values()],
    inbox: sorted.inbox,
    unreadable: sorted.unreadable,
  }
}

interface Classification {
  readonly merges: Map<string, StatusMerge & { progress: number; readonly entries: IntakeEntry[] }>
  readonly inbox: InboxItem[]
  readonly unreadable: string[]
}

/** Where an item was found: the account, the number, the field. */
type ItemSource = Pick<InboxItem, 'field' | 'wabaId' | 'phoneNumberId' | 'contacts' | 'toldAt'>

function classifyEntry(entry: unknown, position: number, sorted: Classification): void {
  const { id, time, changes } = asObject(entry)
  const toldAt = asDate(time)
  if (!Array.isArray(changes)) return void sorted.unreadable.push(`entry/${String(position)} has no changes`)
  changes.forEach((change, i) => {
    const { field, value } = asObject(change)
    if (typeof field !== 'string')
      return void sorted.unreadable.push(`entry/${String(position)}/changes/${String(i)} has no field`)
    const phoneNumberId = asNonEmptyString(asObject(asObject(value)['metadata'])['phone_number_id']) ?? ''
    const place = { field, wabaId: asNonEmptyString(id) ?? '', phoneNumberId, ...(toldAt && { toldAt }) }
    if (field !== 'messages' || !classifyMessages(asObject(value), place, sorted))
      addInboxItem('change', value, { place, sorted })
  })
}

/** The value of field `messages`; false when it holds none of the lists we know. */
function classifyMessages(value: JsonObject, place: ItemSource, sorted: Classification): boolean {
  const [statuses, messages, errors] = [
    asArray(value['statuses']),
    asArray(value['messages']),
    asArray(value['errors']),
  ]
  const contacts = asArray(value['contacts'])
  const contactsOf = contactsByMessage(contacts)
  const identitiesOf = recipientIdentities(contacts)
  for (const status of statuses) {
    classifyStatus(status, place, sorted)
    addIdentity(identitiesOf(status), place, sorted)
  }
  for (const message of messages)
    addInboxItem('message', message, { place: { ...place, ...contactsOf(asObject(message)) }, sorted })
  for (const error of errors) addInboxItem('error', error, { place, sorted })
  return statuses.length + messages.length + errors.length > 0
}

function classifyStatus(item: unknown, place: ItemSource, sorted: Classification): void {
  const { id, status, timestamp, biz_opaque_callback_data: data } = asObject(item)
  const ours = decodeCallbackData(data)
  if (!ours || typeof status !== 'string' || typeof id !== 'string')
    return void addInboxItem('status', item, { place, sorted })
  const raw = stringify(item, sorted)
  if (raw === undefined) return
  const { messageId, attempt } = ours
  const merge = sorted.merges.get(messageId) ?? newMerge(messageId, sorted)
  merge.entries.push({ at: asDate(timestamp) ?? NO_TIME, status, attempt, wamid: id, raw })
  if (isProgressStatus(status)) merge.progress = Math.max(merge.progress, encodeProgress(attempt, status))
  if (status === 'failed') addInboxItem('failure', item, { place, sorted, ours: { messageId, attempt } })
  // Only where the send said that somebody wants to hear of it: for all others a status is one write.
  else if (ours.flags !== '') addInboxItem('progress', item, { place, sorted, ours: { messageId, attempt } })
}

/** Without the time of the webhook: it is the same item for every status of this person. */
function addIdentity(
  item: string | undefined,
  { toldAt: _toldAt, ...place }: ItemSource,
  sorted: Classification,
): void {
  if (item !== undefined) sorted.inbox.push({ kind: 'identity', ...place, item })
}

function newMerge(messageId: string, { merges }: Classification) {
  const merge = { kind: 'merge' as const, messageId, progress: 0, entries: [] as IntakeEntry[] }
  merges.set(messageId, merge)
  return merge
}

interface InboxEntry {
  readonly place: ItemSource
  readonly sorted: Classification
  readonly ours?: { readonly messageId: string; readonly attempt: number }
}

function addInboxItem(kind: InboxItem['kind'], value: unknown, { place, sorted, ours }: InboxEntry): void {
  const item = stringify(value, sorted)
  if (item !== undefined) sorted.inbox.push({ kind, ...place, ...ours, item })
}

/** As JSON again; undefined for what is nested too deep for that, of which the bytes are kept. */
function stringify(item: unknown, { unreadable }: Classification): string | undefined {
  try {
    return JSON.stringify(item ?? null)
  } catch (error) {
    unreadable.push(`an item cannot be written: ${String(error)}`)
    return undefined
  }
}

/** Of a status without a time that can be read: a repeat of it must be the same. */
const NO_TIME = new Date(0)
