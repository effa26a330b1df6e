import {
  WaypostError,
  type ListRawWebhooksQuery,
  type RawWebhookDetail,
  type RawWebhookView,
} from '@waypost/contract'
import { paginate, type Page } from '../http/page.ts'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import type { InboxRecord, InboxStore } from './inbox-store.ts'
import type { RawWebhookPage } from './raw-webhook-page.ts'
import type { RawRecord, RawWebhookStore } from './raw-webhook-store.ts'

export interface RawWebhookNeeds {
  inbox: Pick<InboxStore, 'find' | 'list'>
  bodies: Pick<RawWebhookStore, 'find' | 'list' | 'bytes'>
}

/** What Meta posted: a body as received, or one item of a webhook. */
export type FoundRawWebhook =
  | { readonly kind: 'body'; readonly record: RawRecord }
  | { readonly kind: 'item'; readonly record: InboxRecord }

/**
 * One page of bodies and items in a state, newest first.
 * @throws WaypostError `INVALID_REQUEST` for a cursor that is none
 */
export async function listRawWebhooks(
  { state, kind, since, cursor, limit }: ListRawWebhooksQuery,
  { inbox, bodies }: RawWebhookNeeds,
): Promise<Page<FoundRawWebhook>> {
  const list = JSON.stringify(['raw webhooks', state, kind, since])
  const page: RawWebhookPage = {
    state,
    ...(since !== undefined && { since: new Date(since) }),
    ...(cursor !== undefined && { after: decodeCursor(cursor, list) }),
    // One more than asked for tells whether there is another page.
    limit: limit + 1,
  }
  const [items, whole] = await Promise.all([
    kind === 'body' ? [] : inbox.list(page),
    kind === 'item' || state === 'new' ? [] : bodies.list(page),
  ])
  const found = [
    ...items.map((record) => ({ kind: 'item', record }) as const),
    ...whole.map((record) => ({ kind: 'body', record }) as const),
  ]
  return paginate(found.toSorted(newestFirst), limit, ({ record: { receivedAt, id } }) =>
    encodeCursor({ at: receivedAt, id }, list),
  )
}

/** Of the same instant the greater id first. */
const newestFirst = ({ record: one }: FoundRawWebhook, { record: other }: FoundRawWebhook): number =>
  other.receivedAt.getTime() - one.receivedAt.getTime() || (other.id < one.id ? -1 : 1)

/** Without what Meta sent. */
export const rawWebhookView = (found: FoundRawWebhook): RawWebhookView =>
  found.kind === 'body' ? viewOfBody(found.record) : viewOfItem(found.record)

/** @throws WaypostError `NOT_FOUND` */
export async function findRawWebhook(
  id: string,
  { inbox, bodies }: RawWebhookNeeds,
): Promise<FoundRawWebhook> {
  const [body, item] = /^[0-9a-f]{64}$/.test(id)
    ? await Promise.all([bodies.find(id), inbox.find(id)])
    : [null, null]
  if (body) return { kind: 'body', record: body }
  if (item) return { kind: 'item', record: item }
  throw new WaypostError('NOT_FOUND', { message: `There is no raw webhook ${id.slice(0, 80)} (any more).` })
}

/** With the body, or the item, as Meta sent it. */
export async function rawWebhookDetail(
  found: FoundRawWebhook,
  { bodies }: Pick<RawWebhookNeeds, 'bodies'>,
): Promise<RawWebhookDetail> {
  if (found.kind === 'body')
    return { ...viewOfBody(found.record), body: (await bodies.bytes(found.record.id)).toString() }
  const { contacts, item } = found.record
  return { ...viewOfItem(found.record), body: item, ...(contacts !== undefined && { contacts }) }
}

const viewOfBody = ({ id, state, reasons, bytes, receivedAt, finishedAt }: RawRecord): RawWebhookView => ({
  id,
  kind: 'body',
  state,
  reasons: [...reasons],
  receivedAt: receivedAt.toISOString(),
  ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
  bytes,
})

function viewOfItem(record: InboxRecord): RawWebhookView {
  const { id, state, because, error, attempts, field, wabaId, phoneNumberId, messageId } = record
  const reason = because ?? error
  return {
    id,
    kind: 'item',
    state,
    reasons: reason === undefined ? [] : [reason],
    receivedAt: record.receivedAt.toISOString(),
    ...(record.finishedAt && { finishedAt: record.finishedAt.toISOString() }),
    itemKind: record.kind,
    field,
    wabaId,
    phoneNumberId,
    attempts,
    ...(messageId !== undefined && { messageId }),
  }
}
