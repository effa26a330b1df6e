import type { CursorPosition } from '../http/cursor.ts'
import type { InboxItem } from '../intake/inbox-item.ts'
import type { RawWebhookPage } from './raw-webhook-page.ts'

/**
 * What became of an item: dealt with; kept because nothing follows from it here; or quarantined because it was not
 * understood or could not be dealt with however often it was tried.
 */
export type InboxState = 'done' | 'kept' | 'quarantined'

export interface StoredInboxItem extends InboxItem {
  readonly id: string
  readonly receivedAt: Date
}

/** An item as found, not yet read: one that cannot be read must not stop the others. */
export interface UnparsedItem {
  readonly id: string
  /** Throws when the document is not as expected. */
  read(): StoredInboxItem
}

/** An unfinished item with its place in the list. */
export interface UnfinishedItem extends UnparsedItem {
  readonly position: CursorPosition
}

export interface UnfinishedPage {
  readonly after: CursorPosition | undefined
  readonly limit: number
}

/** How an item ended. */
export interface ItemOutcome {
  /** Whether its content is deleted: what it says of a person is stored with the conversation now. */
  readonly isEmptied?: boolean
  readonly state: InboxState
  readonly because: string
  readonly at: Date
}

/** An attempt at an item that did not succeed. */
export interface FailedAttempt {
  readonly error: string
  readonly at: Date
  /** Whether `begin` counted it already. */
  readonly isCounted: boolean
  /** With this many attempts the item is quarantined. */
  readonly maxAttempts: number
}

/** An item with all that is known of it. */
export interface InboxRecord extends StoredInboxItem {
  readonly state: 'new' | InboxState
  readonly because?: string
  readonly attempts: number
  readonly error?: string
  readonly finishedAt?: Date
}

/** Where items of webhooks wait to be thought about. */
export interface InboxStore {
  /** Notes what became of an item. */
  finish(id: string, ending: ItemOutcome): Promise<void>
  /**
   * Counts an attempt before it is made, so that an item that kills its process is counted too; beyond `most` it is
   * quarantined instead. False: there is nothing to do any more.
   */
  beginAttempt(id: string, attempt: { readonly at: Date; readonly maxAttempts: number }): Promise<boolean>
  /** Notes a failed attempt. Answers where the item is now; null when it ended meanwhile. */
  recordFailure(id: string, attempt: FailedAttempt): Promise<'new' | 'quarantined' | null>
  /** Unfinished items received before this instant, oldest first. */
  listUnfinished(receivedBefore: Date, page: UnfinishedPage): Promise<UnfinishedItem[]>
  find(id: string): Promise<InboxRecord | null>
  list(page: RawWebhookPage): Promise<InboxRecord[]>
  /** Makes an ended item new again, with no attempt made. */
  reopen(id: string): Promise<void>
}
