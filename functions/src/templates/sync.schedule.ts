import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { syncAll, type SyncAllNeeds } from './sync-all.ts'

/** The function `syncTemplates`: once an hour, away from the full hour at which everybody calls. */
export const syncTemplatesFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<SyncAllNeeds>,
) =>
  onSchedule({ ...options, schedule: '23 * * * *' }, async () => {
    await syncAll(await needs())
  })
