import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { dayOf } from '../messages/message-media.ts'
import type { BlobStore } from './blob-store.ts'

export interface PurgeMediaNeeds {
  store(): Promise<Pick<BlobStore, 'removeDaysBefore'>>
  clock: Clock
  log: Log
}

/** Deletes the files of messages whose time is over, all those of a day together. */
export async function purgeExpiredMedia({ store, clock, log }: PurgeMediaNeeds): Promise<void> {
  const days = await (await store()).removeDaysBefore(dayOf(clock.now()))
  if (days > 0) log.info('media.purged', { days })
}
