import type { KernelServices } from '../kernel/kernel-services.ts'
import { dayOf } from '../messages/message-media.ts'
import type { BlobStore } from './blob-store.ts'

export interface PurgeMediaNeeds extends Pick<KernelServices, 'clock' | 'log'> {
  store(): Promise<Pick<BlobStore, 'removeDaysBefore'>>
}

/** Deletes the files of messages whose time is over, all those of a day together. */
export async function purgeExpiredMedia({ store, clock, log }: PurgeMediaNeeds): Promise<void> {
  const days = await (await store()).removeDaysBefore(dayOf(clock.now()))
  if (days > 0) log.info('media.purged', { days })
}
