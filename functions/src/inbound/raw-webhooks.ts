import {
  WaypostError,
  type ListRawWebhooksQuery,
  type RawWebhookDetail,
  type RawWebhookView,
} from '@waypost/contract'
import type { InboxRecord, InboxStore } from './inbox-store.ts'
import { newestFirst, readRawCursor, writeRawCursor, type RawPage } from './raw-page.ts'
import type { RawRecord, RawWebhookStore } from './raw-webhook-store.ts'

export interface RawWebhookNeeds {
  inbox: Pick<InboxStore, 'find' | 'list'>
  bodies: Pick<RawWebhookStore, 'find' | 'list' | 'bytes'>
}

/** What Meta posted: a body as received, or one item of a webhook. */
export type RawFound =
  | { readonly kind: 'body'; readonly record: RawRecord }
  | { readonly kind: 'item'; readonly record: InboxRecord }

export interface RawWebhookPage {
  readonly data: readonly RawWebhookView[]
  readonly hasMore: boolean
  /** Null at the end. */
  readonly nextCursor: string | null
}

/**
 * One page of bodies and items in a state, newest first.
 * @throws WaypostError `INVALID_REQUEST` for a cursor that is none
 */
export async function listRawWebhooks(
  query: ListRawWebhooksQuery,
  { inbox, bodies }: RawWebhookNeeds,
): Promise<RawWebhookPage> {
  const page: RawPage = {
    state: query.state,
    ...(query.since !== undefined && { since: new Date(query.since) }),
    ...(query.cursor !== undefined && { cursor: readRawCursor(query.cursor) }),
    // One more than asked for tells whether there is another page.
    limit: query.limit + 1,
  }
  const [items, whole] = await Promise.all([
    query.kind === 'body' ? [] : inbox.list(page),
    query.kind === 'item' || query.state === 'new' ? [] : bodies.list(page),
  ])
  const found = [...items.map(viewOfItem), ...whole.map(viewOfBody)].toSorted((one, other) =>
    newestFirst(placeOf(one), placeOf(other)),
  )
  const data = found.slice(0, query.limit)
  const last = data.at(-1)
  const hasMore = found.length > data.length
  return { data, hasMore, nextCursor: hasMore && last ? writeRawCursor(placeOf(last)) : null }
}

/** @throws WaypostError `NOT_FOUND` */
export async function findRawWebhook(id: string, { inbox, bodies }: RawWebhookNeeds): Promise<RawFound> {
  const [body, item] = /^[0-9a-f]{64}$/.test(id)
    ? await Promise.all([bodies.find(id), inbox.find(id)])
    : [null, null]
  if (body) return { kind: 'body', record: body }
  if (item) return { kind: 'item', record: item }
  throw new WaypostError('NOT_FOUND', { message: `There is no raw webhook ${id.slice(0, 80)} (any more).` })
}

/** With the body, or the item, as Meta sent it. */
export async function rawWebhookDetail(
  found: RawFound,
  { bodies }: Pick<RawWebhookNeeds, 'bodies'>,
): Promise<RawWebhookDetail> {
  if (found.kind === 'body')
    return { ...viewOfBody(found.record), body: (await bodies.bytes(found.record.id)).toString() }
  const { contacts, item } = found.record
  return { ...viewOfItem(found.record), body: item, ...(contacts !== undefined && { contacts }) }
}

const placeOf = ({ receivedAt, id }: RawWebhookView) => ({ receivedAt: new Date(receivedAt), id })

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
