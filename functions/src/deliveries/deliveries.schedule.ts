import { onSchedule, type ScheduleOptions } from 'firebase-functions/v2/scheduler'
import { sweepDeliveries, type SweepDeliveriesNeeds } from './sweep-deliveries.ts'

/** The function `retryDeliveries`: every minute, deliveries whose task did not run. */
export const retryDeliveriesFunction = (
  options: Omit<ScheduleOptions, 'schedule'>,
  needs: () => Promise<SweepDeliveriesNeeds>,
) =>
  onSchedule({ ...options, schedule: '* * * * *' }, async () => {
    await sweepDeliveries(await needs())
  })
