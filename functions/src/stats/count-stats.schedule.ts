import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { countStats, type CountStatsNeeds } from './count-stats.ts'

/** The function `countStats`: once a night, when yesterday is over everywhere in UTC. */
export const countStatsFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<CountStatsNeeds>,
) =>
  onSchedule(
    { ...options, schedule: '11 2 * * *', timeZone: 'Etc/UTC', retryCount: 3, minBackoffSeconds: 300 },
    async () => {
      await countStats(await needs())
    },
  )
