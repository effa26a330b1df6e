import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { checkToken, type CheckTokenNeeds } from './check-token.ts'

/** The function `checkToken`: once a day, in the morning of UTC; again a little later when Meta did not answer. */
export const checkTokenFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<readonly CheckTokenNeeds[]>,
) =>
  onSchedule(
    { ...options, schedule: '17 6 * * *', timeZone: 'Etc/UTC', retryCount: 3, minBackoffSeconds: 60 },
    async () => {
      const checks = await Promise.allSettled((await needs()).map(checkToken))
      // Each token is looked at, also when Meta could not be asked about another.
      const failed = checks.find((check) => check.status === 'rejected')
      if (failed) throw failed.reason
    },
  )
