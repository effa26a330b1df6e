import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { sweepInbox, type SweepInboxNeeds } from './sweep-inbox.ts'

/** The function `sweepInbox`, every five minutes. */
export const sweepInboxFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<SweepInboxNeeds>,
) =>
  onSchedule({ ...options, schedule: '*/5 * * * *' }, async () => {
    await sweepInbox(await needs())
  })
