import { readCallbackData } from '../graph/callback-data.ts'
import { fieldsOf, instantOf, listOf, textOf, type Fields } from '../kernel/loose-json.ts'
import { isProgressStatus, progressOf } from '../messages/progress.ts'
import { contactsByMessage } from './contacts-by-message.ts'
import type { InboxItem } from './inbox-item.ts'
import type { IntakeEntry, StatusMerge } from './intake-write.ts'

/** Where each item of a webhook goes. Every item is in exactly one place, a failed status in two. */
export interface SortedWebhook {
  readonly merges: StatusMerge[]
  readonly inbox: InboxItem[]
  /** Why the bytes must be kept too: parts that could not be read. */
  readonly unread: string[]
}

/**
 * Sorts what Meta posted: every item of every change of every entry. Nothing is assumed about its shape;
 * what is not understood is named in `unread`, and never stops the rest.
 * Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
 */
export function sortWebhook(body: unknown): SortedWebhook {
  const sorted: Sorting = { merges: new Map(), inbox: [], unread: [] }
  const entries = fieldsOf(body)['entry']
  if (!Array.isArray(entries)) sorted.unread.push('no entry array')
  else entries.forEach((entry, i) => sortEntry(entry, i, sorted))
  return {
    merges: [...sorted.merges.values()],
    inbox: sorted.inbox,
    unread: sorted.unread,
  }
}

interface Sorting {
  readonly merges: Map<string, StatusMerge & { progress: number; readonly entries: IntakeEntry[] }>
  readonly inbox: InboxItem[]
  readonly unread: string[]
}

/** Where an item was found: the account, the number, the field. */
type Place = Pick<InboxItem, 'field' | 'wabaId' | 'phoneNumberId' | 'contacts' | 'toldAt'>

function sortEntry(entry: unknown, position: number, sorted: Sorting): void {
  const { id, time, changes } = fieldsOf(entry)
  const toldAt = instantOf(time)
  if (!Array.isArray(changes)) return void sorted.unread.push(`entry/${String(position)} has no changes`)
  changes.forEach((change, i) => {
    const { field, value } = fieldsOf(change)
    if (typeof field !== 'string')
      return void sorted.unread.push(`entry/${String(position)}/changes/${String(i)} has no field`)
    const phoneNumberId = textOf(fieldsOf(fieldsOf(value)['metadata'])['phone_number_id']) ?? ''
    const place = { field, wabaId: textOf(id) ?? '', phoneNumberId, ...(toldAt && { toldAt }) }
    if (field !== 'messages' || !sortMessages(fieldsOf(value), place, sorted))
      keep('change', value, { place, sorted })
  })
}

/** The value of field `messages`; false when it holds none of the lists we know. */
function sortMessages(value: Fields, place: Place, sorted: Sorting): boolean {
  const [statuses, messages, errors] = [
    listOf(value['statuses']),
    listOf(value['messages']),
    listOf(value['errors']),
  ]
  const contactsOf = contactsByMessage(listOf(value['contacts']))
  for (const status of statuses) sortStatus(status, place, sorted)
  for (const message of messages)
    keep('message', message, { place: { ...place, ...contactsOf(fieldsOf(message)) }, sorted })
  for (const error of errors) keep('error', error, { place, sorted })
  return statuses.length + messages.length + errors.length > 0
}

function sortStatus(item: unknown, place: Place, sorted: Sorting): void {
  const { id, status, timestamp, biz_opaque_callback_data: data } = fieldsOf(item)
  const ours = readCallbackData(data)
  if (!ours || typeof status !== 'string' || typeof id !== 'string')
    return void keep('status', item, { place, sorted })
  const raw = verbatim(item, sorted)
  if (raw === undefined) return
  const { messageId, attempt } = ours
  const merge = sorted.merges.get(messageId) ?? newMerge(messageId, sorted)
  merge.entries.push({ at: instantOf(timestamp) ?? NO_TIME, status, attempt, wamid: id, raw })
  if (isProgressStatus(status)) merge.progress = Math.max(merge.progress, progressOf(attempt, status))
  if (status === 'failed') keep('failure', item, { place, sorted, ours: { messageId, attempt } })
  // Only where the send said that somebody wants to hear of it: for all others a status is one write.
  else if (ours.flags !== '') keep('progress', item, { place, sorted, ours: { messageId, attempt } })
}

function newMerge(messageId: string, { merges }: Sorting) {
  const merge = { kind: 'merge' as const, messageId, progress: 0, entries: [] as IntakeEntry[] }
  merges.set(messageId, merge)
  return merge
}

interface Keep {
  readonly place: Place
  readonly sorted: Sorting
  readonly ours?: { readonly messageId: string; readonly attempt: number }
}

function keep(kind: InboxItem['kind'], value: unknown, { place, sorted, ours }: Keep): void {
  const item = verbatim(value, sorted)
  if (item !== undefined) sorted.inbox.push({ kind, ...place, ...ours, item })
}

/** As JSON again; undefined for what is nested too deep for that, of which the bytes are kept. */
function verbatim(item: unknown, { unread }: Sorting): string | undefined {
  try {
    return JSON.stringify(item ?? null)
  } catch (error) {
    unread.push(`an item cannot be written: ${String(error)}`)
    return undefined
  }
}

/** Of a status without a time that can be read: a repeat of it must be the same. */
const NO_TIME = new Date(0)
