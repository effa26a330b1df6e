import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { syncAll, type SyncAllNeeds } from './sync-all.ts'

export interface SyncTemplatesNeeds extends SyncAllNeeds {
  /** Documents that could not be read and now can: an hourly task without a function of its own. */
  restoreSetAside(): Promise<void>
}

/** The function `syncTemplates`: once an hour, away from the full hour at which everybody calls. */
export const syncTemplatesFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<SyncTemplatesNeeds>,
) =>
  onSchedule({ ...options, schedule: '23 * * * *' }, async () => {
    const ready = await needs()
    await ready.restoreSetAside()
    await syncAll(ready)
  })
