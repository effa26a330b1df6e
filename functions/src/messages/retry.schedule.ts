import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { retryDue, type RetryNeeds } from './retry-due.ts'

/** The function `retryMessages`: every minute, whatever is due. */
export const retryMessagesFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<RetryNeeds>,
) =>
  onSchedule({ ...options, schedule: '* * * * *' }, async () => {
    await retryDue(await needs())
  })
