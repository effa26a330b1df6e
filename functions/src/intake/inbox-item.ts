import { purgeDate } from '../kernel/retention.ts'
import { createHash } from 'node:crypto'
import type { NewDocument } from './intake-writes.ts'

/** An item of one of Meta's webhooks that needs thought, on its way into `inbox`. */
export interface InboxItem {
  /**
   * `failure`: a failed status of ours. `progress`: another one that somebody wants to hear of. `status`: one that
   * does not say of which message. `identity`: several ids of one recipient. The rest as Meta calls it.
   */
  readonly kind: 'failure' | 'progress' | 'status' | 'identity' | 'message' | 'error' | 'change'
  readonly field: string
  readonly wabaId: string
  readonly phoneNumberId: string
  /** The number as people write it, where the webhook says it. */
  readonly displayNumber?: string
  /** The item: parsed, and written as JSON again. */
  readonly item: string
  /** The contacts that came with it, as JSON. */
  readonly contacts?: string
  readonly messageId?: string
  readonly attempt?: number
  /** Of a message: its place among those of the same second in this webhook, from 0. */
  readonly position?: number
  /** When Meta says it happened (`time` of the entry), where it says so. */
  readonly toldAt?: Date
}

/**
 * The document for an item. Its id is the hash of the item and of whom it concerns, so that Meta's
 * repeats, alone or in another batch, are refused by the database and start no trigger. Account notices have no id of their
 * own: a second PIN change has the same content, and only the time differs.
 */
export function inboxDocument(item: InboxItem, now: Date): NewDocument {
  const { kind, field, wabaId, phoneNumberId, toldAt } = item
  const isNews = kind === 'change' || kind === 'error'
  const words = [kind, field, wabaId, phoneNumberId, item.item, ...(isNews && toldAt ? [toldAt] : [])]
  const id = createHash('sha256').update(JSON.stringify(words)).digest('hex')
  return {
    kind: 'create',
    path: `inbox/${id}`,
    fields: { ...item, state: 'new', receivedAt: now, purgeAt: purgeDate('inboxItem', now) },
  }
}
