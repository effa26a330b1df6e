import { decodeCallbackData } from '../graph/callback-data.ts'
import { asObject, asDate, asArray, asNonEmptyString, type JsonObject } from '../kernel/untrusted-json.ts'
import { isProgressStatus, encodeProgress } from '../messages/progress.ts'
import type { InboxItem } from './inbox-item.ts'
import { recipientIdentities } from './recipient-identities.ts'
import type { IntakeEntry, StatusMerge } from './intake-writes.ts'
import { matchContacts } from './match-contacts.ts'
import { fieldsBeside, otherParts } from './unknown-fields.ts'

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
  noteUnknown(body, ['object', 'entry'], { path: 'the body', sorted })
  return {
    merges: [...sorted.merges.values()],
    inbox: sorted.inbox,
    unreadable: sorted.unreadable,
  }
}

type OpenMerge = StatusMerge & { progress: number; readonly entries: IntakeEntry[] }

interface Classification {
  readonly merges: Map<string, OpenMerge>
  readonly inbox: InboxItem[]
  readonly unreadable: string[]
}

/** Where an item was found: the account, the number, the field. */
type ItemSource = Pick<
  InboxItem,
  'field' | 'wabaId' | 'phoneNumberId' | 'displayNumber' | 'contacts' | 'position' | 'toldAt'
>

function classifyEntry(entry: unknown, position: number, sorted: Classification): void {
  const path = `entry/${String(position)}`
  const { id, time, changes } = asObject(entry)
  const [wabaId, toldAt] = [asNonEmptyString(id), asDate(time)]
  noteUnknown(entry, ['id', 'time', 'changes'], { path, sorted })
  if (id !== undefined && wabaId === undefined) sorted.unreadable.push(`${path} has an id that is no text`)
  if (time !== undefined && !toldAt) sorted.unreadable.push(`${path} has a time that cannot be read`)
  if (!Array.isArray(changes)) return void sorted.unreadable.push(`${path} has no changes`)
  changes.forEach((change, i) =>
    classifyChange(change, {
      path: `${path}/changes/${String(i)}`,
      place: { wabaId: wabaId ?? '', ...(toldAt && { toldAt }) },
      sorted,
    }),
  )
}

interface ChangeEntry {
  readonly path: string
  readonly place: Pick<ItemSource, 'wabaId' | 'toldAt'>
  readonly sorted: Classification
}

function classifyChange(change: unknown, { path, place: account, sorted }: ChangeEntry): void {
  const { field, value } = asObject(change)
  if (typeof field !== 'string') return void sorted.unreadable.push(`${path} has no field`)
  noteUnknown(change, ['field', 'value'], { path, sorted })
  const { phone_number_id: number, display_phone_number: display } = asObject(asObject(value)['metadata'])
  const displayNumber = asNonEmptyString(display)
  const phoneNumberId = asNonEmptyString(number) ?? ''
  const place = { ...account, field, phoneNumberId, ...(displayNumber !== undefined && { displayNumber }) }
  if (field !== 'messages' || !classifyMessages(asObject(value), place, sorted))
    addInboxItem('change', value, { place, sorted })
}

/** What the items do not hold is kept with the bytes. */
function noteUnknown(
  object: unknown,
  known: readonly string[],
  { path, sorted }: Pick<ChangeEntry, 'path' | 'sorted'>,
): void {
  const others = Object.keys(fieldsBeside(object, known) ?? {})
  if (others.length > 0)
    sorted.unreadable.push(`${path} has unknown fields: ${others.join(', ').slice(0, 200)}`)
}

/** The value of field `messages`; false when it holds none of the lists we know. */
function classifyMessages(value: JsonObject, place: ItemSource, sorted: Classification): boolean {
  const [statuses, messages, errors] = [
    asArray(value['statuses']),
    asArray(value['messages']),
    asArray(value['errors']),
  ]
  const listed = asArray(value['contacts'])
  const [contacts, identitiesOf] = [matchContacts(listed), recipientIdentities(listed)]
  const placeOf = (item: unknown): ItemSource => ({ ...place, ...contacts.of(asObject(item)) })
  for (const status of statuses) {
    classifyStatus(status, placeOf(status), sorted)
    addIdentity(identitiesOf(status), place, sorted)
  }
  const positionOf = positionsInSecond()
  for (const message of messages)
    addInboxItem('message', message, {
      place: { ...placeOf(message), ...positionOf(asObject(message)) },
      sorted,
    })
  for (const error of errors) addInboxItem('error', error, { place, sorted })
  const { lists, unknown } = otherParts(value, contacts)
  for (const { field, value: list } of lists)
    addInboxItem('change', list, { place: { ...place, field }, sorted })
  const isKnown = statuses.length + messages.length + errors.length + lists.length > 0
  if (isKnown && unknown) addInboxItem('change', unknown, { place, sorted })
  return isKnown
}

/** A webhook has at most a thousand messages: those of one second fit into its milliseconds. */
const LAST_POSITION = 999

/** Counts the messages of each second, in the order of the list. */
function positionsInSecond(): (message: JsonObject) => Pick<InboxItem, 'position'> {
  const counts = new Map<unknown, number>()
  return ({ timestamp }) => {
    const position = counts.get(timestamp) ?? 0
    counts.set(timestamp, position + 1)
    return position === 0 ? {} : { position: Math.min(position, LAST_POSITION) }
  }
}

function classifyStatus(item: unknown, place: ItemSource, sorted: Classification): void {
  const { id, status, timestamp, biz_opaque_callback_data: data } = asObject(item)
  const ours = decodeCallbackData(data)
  if (!ours || typeof status !== 'string' || typeof id !== 'string')
    return void addInboxItem('status', item, { place, sorted })
  const raw = stringify(item, sorted)
  if (raw === undefined) return
  const { messageId, attempt } = ours
  const { contacts } = place
  const merge = sorted.merges.get(messageId) ?? newMerge(messageId, sorted)
  merge.entries.push({
    at: asDate(timestamp) ?? NO_TIME,
    status,
    attempt,
    wamid: id,
    raw,
    ...(contacts !== undefined && { contacts }),
  })
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

function newMerge(messageId: string, { merges }: Classification): OpenMerge {
  const merge: OpenMerge = { kind: 'merge', messageId, progress: 0, entries: [] }
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
