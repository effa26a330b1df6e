import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { purgeExpiredMedia, type PurgeMediaNeeds } from './purge-media.ts'

/** The function `purgeMedia`: once a day. */
export const purgeMediaFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<PurgeMediaNeeds>,
) =>
  onSchedule({ ...options, schedule: '41 3 * * *', timeZone: 'Etc/UTC', retryCount: 2 }, async () => {
    await purgeExpiredMedia(await needs())
  })
