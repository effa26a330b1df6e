import { after } from '../kernel/clock.ts'
import { purgeDate } from '../kernel/retention.ts'
import type { InboundItem } from '../graph/inbound-item.ts'
import { wamidKey } from '../graph/wamid-key.ts'
import type { JsonObject } from '../kernel/untrusted-json.ts'
import { derivedId } from '../kernel/ids.ts'
import type { Recipient } from '../kernel/recipient.ts'
import { conversationIdOf } from './conversation-id.ts'
import { mediaOf, type MessageMedia } from './message-media.ts'

/** An inbound message as stored. Never dispatched. */
export interface InboundMessage {
  /** `inboundMessageId`: the same message of Meta is the same document. */
  readonly id: string
  readonly direction: 'in'
  readonly sessionId: string
  /** That of the identity it came with. */
  readonly conversationId: string
  readonly from: Recipient
  /** Meta's id of it. */
  readonly wamid: string
  /** The original content; see `currentContent`. */
  readonly type: string
  readonly content: JsonObject
  /** The text in it. */
  readonly text: string
  /** Meta's item: parsed, and written as JSON again; absent while only a change of it came. */
  readonly raw?: string
  /** Meta's id of the message that it answers or reacts to, and ours where that is here. */
  readonly replyTo?: string
  readonly replyToId?: string
  readonly forwarded?: 'once' | 'often'
  /** Further fields of Meta's item. */
  readonly extras?: JsonObject
  /** Meta's errors about content it could not pass on. */
  readonly errors?: readonly JsonObject[]
  readonly media?: MessageMedia
  /** Later edits and deletions by the contact, oldest first. */
  readonly changes: readonly InboundChange[]
  /** When it was written, by Meta's clock; not later than we got it. */
  readonly createdAt: Date
  readonly receivedAt: Date
  readonly purgeAt: Date
}

/** The contact edited or deleted a message. */
export interface InboundChange {
  readonly kind: 'edit' | 'revoke'
  readonly at: Date
  /** Meta's id of the change. */
  readonly wamid: string
  /** Meta's item: parsed, and written as JSON again. */
  readonly raw: string
  /** Of an edit: what the message says from then on. */
  readonly type?: string
  readonly content?: JsonObject
  readonly text?: string
}

/** The id of an inbound message: one per message and session, by any wamid of it. */
export const inboundMessageId = (sessionId: string, wamid: string): string =>
  derivedId('msg', sessionId, wamidKey(wamid))

/** The latest content, and when the message was deleted, if it was. */
export function currentContent(
  message: Pick<InboundMessage, 'type' | 'content' | 'text' | 'changes'>,
): Pick<InboundMessage, 'type' | 'content' | 'text'> & { readonly revokedAt?: Date } {
  const { type, content, text, changes } = message
  const edit = changes.findLast(({ kind }) => kind === 'edit')
  const revoke = changes.find(({ kind }) => kind === 'revoke')
  return {
    type: edit?.type ?? type,
    content: edit?.content ?? content,
    text: edit?.text ?? text,
    ...(revoke && { revokedAt: revoke.at }),
  }
}

/** Adds a change, ordered by Meta's time. Idempotent. */
export const withChange = (message: InboundMessage, change: InboundChange): InboundMessage => ({
  ...message,
  changes: [...message.changes.filter(({ wamid }) => wamid !== change.wamid), change].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.wamid < b.wamid ? -1 : 1),
  ),
})

/** A document holds 1 MiB and contains the item twice: raw and parsed. */
const MAX_CONTENT = 150_000

/** A parsed item of Meta and the session and contact it belongs to. */
export interface ReceivedItem {
  readonly item: InboundItem & { readonly wamid: string }
  /** The item: parsed, and written as JSON again. */
  readonly raw: string
  readonly sessionId: string
  readonly from: Recipient
  /** Our id of the message it is about, where that is here. */
  readonly replyToId?: string
  readonly receivedAt: Date
  /** Place among the messages of the same second in one webhook, from 0. */
  readonly position?: number
}

/**
 * Meta's time of an item, at most the time we received it: the clocks differ. Meta tells seconds; messages of one second
 * keep the order in which Meta listed them by a millisecond each.
 */
export function sentAtOf({
  item: { sentAt },
  receivedAt,
  position = 0,
}: Pick<ReceivedItem, 'item' | 'receivedAt' | 'position'>): Date {
  const at = sentAt && sentAt < receivedAt ? sentAt : receivedAt
  return position === 0 ? at : after(at, position / 1000)
}

/** The message that an item is. */
export function inboundMessage(received: ReceivedItem): InboundMessage {
  const { item, raw, replyToId } = received
  const media = mediaOf(JSON.parse(raw))
  const { about, forwarded, extras, errors } = item
  return {
    ...baseMessage(received, item.wamid),
    type: item.type,
    content: JSON.stringify(item.content).length > MAX_CONTENT ? { tooLong: true } : item.content,
    text: item.text,
    raw,
    ...(about && { replyTo: about.wamid }),
    ...(replyToId !== undefined && { replyToId }),
    ...(forwarded && { forwarded }),
    ...(extras && { extras }),
    ...(errors && { errors }),
    ...(media && { media }),
  }
}

/** Placeholder for a message of which only a change arrived so far. */
export const placeholderMessage = (received: ReceivedItem, wamid: string): InboundMessage => ({
  ...baseMessage(received, wamid),
  type: 'unknown',
  content: {},
  text: '',
})

function baseMessage(received: ReceivedItem, wamid: string) {
  const { sessionId, from, receivedAt } = received
  return {
    id: inboundMessageId(sessionId, wamid),
    direction: 'in' as const,
    sessionId,
    conversationId: conversationIdOf(sessionId, from),
    from,
    wamid,
    changes: [],
    createdAt: sentAtOf(received),
    receivedAt,
    purgeAt: purgeDate('message', receivedAt),
  }
}

/** The change that an edit or a revoke is. */
export function inboundChange(received: ReceivedItem, kind: InboundChange['kind']): InboundChange {
  const { item, raw } = received
  const { type, content, text } = item
  return {
    kind,
    at: sentAtOf(received),
    wamid: item.wamid,
    raw,
    ...(kind === 'edit' && { type, content, text }),
  }
}
