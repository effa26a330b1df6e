import type { AlertEntry } from '../kernel/alert.ts'
import type { InboxState, StoredInboxItem } from './inbox-store.ts'

/** What became of an item, and why in words. */
export interface HandlerResult {
  readonly state: InboxState
  readonly because: string
  /** What operators should do; one alert a day stands for all. Without it a quarantined item has the general alert. */
  readonly alert?: Pick<AlertEntry, 'event' | 'about' | 'message'>
}

/** Does what follows from one item. Done before, it finds it done. Rejects when it could not: the item comes again. */
export type ItemHandler<Needs> = (item: StoredInboxItem, needs: Needs) => Promise<HandlerResult>

export const applied = (because: string): HandlerResult => ({ state: 'done', because })
/** Nothing follows from it here. */
export const ignored = (because: string): HandlerResult => ({ state: 'kept', because })
/** Not understood: an alert is raised, and a later release may reprocess it. */
export const quarantined = (because: string): HandlerResult => ({ state: 'quarantined', because })
