import type { KernelServices } from '../kernel/kernel-services.ts'
import { after } from '../kernel/clock.ts'
import { dayOf } from '../messages/message-media.ts'
import { statsCounter } from './stats-cell.ts'
import type { CountedDay, StatsStore } from './stats-store.ts'

export interface CountStatsNeeds extends Pick<KernelServices, 'clock' | 'log'> {
  stats: StatsStore
}

/** Yesterday, and the day whose statuses have all arrived: Meta reports them for days. */
const DAYS_BACK = [1, 3]

/** Counts the finished days and stores the counts. Counting a day again replaces them. */
export async function countStats({ stats, clock, log }: CountStatsNeeds): Promise<void> {
  const now = clock.now()
  for (const back of DAYS_BACK) {
    const { day, cells, messages } = await countDay(daysBefore(now, back), Infinity, stats)
    await stats.save({ day, cells }, now)
    log.info('stats.counted', { day, messages })
  }
}

/** The day so many days before an instant, in UTC. */
export const daysBefore = (instant: Date, days: number): string => dayOf(after(instant, -days * 86_400))

/** The counts of a day as it is now, of `most` messages at most. */
export async function countDay(
  day: string,
  most: number,
  stats: Pick<StatsStore, 'messagesOfDay'>,
): Promise<CountedDay & { readonly messages: number }> {
  const counter = statsCounter()
  let messages = 0
  for await (const message of stats.messagesOfDay(day, most)) {
    counter.add(message)
    messages++
  }
  return { day, cells: counter.cells(), messages }
}
