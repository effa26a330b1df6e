import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { sweepDueMessages, type SweepDueNeeds } from './sweep-due-messages.ts'

/** The function `retryMessages`: every minute, whatever is due. */
export const retryMessagesFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<SweepDueNeeds>,
) =>
  onSchedule({ ...options, schedule: '* * * * *' }, async () => {
    await sweepDueMessages(await needs())
  })
