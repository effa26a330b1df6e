import type { InboxItem } from './inbox-item.ts'

/** What became of an item: dealt with, or kept because nothing follows from it here. */
export type InboxState = 'done' | 'kept'

/** Where items of webhooks wait to be thought about. */
export interface InboxStore {
  /** Notes what became of an item, and why in words. */
  finish(id: string, state: InboxState, because: string): Promise<void>
}

export interface StoredInboxItem extends InboxItem {
  readonly id: string
}
