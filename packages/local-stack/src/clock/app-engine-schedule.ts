/** Scheduled functions use one of two syntaxes: unix-cron, or App Engine's ("every 5 minutes"). */
import { StackError } from '../stack-error.ts'

/** The schedule as unix-cron; throws a StackError for App Engine text other than minutes, hours and days. */
export function toUnixCron(schedule: string): string {
  if (!schedule.startsWith('every ')) return schedule
  const minutes = /^every (?:(\d+) )?(?:minutes?|mins?)$/.exec(schedule)
  if (minutes) return `*/${minutes[1] ?? 1} * * * *`
  const hours = /^every (?:(\d+) )?hours?$/.exec(schedule)
  if (hours) return `0 */${hours[1] ?? 1} * * *`
  const daily = /^every (?:1 )?day(?: (\d\d):(\d\d))?$/.exec(schedule)
  if (daily) return `${Number(daily[2] ?? 0)} ${Number(daily[1] ?? 0)} * * *`
  throw new StackError(
    `The schedule "${schedule}" is not understood locally: write it as unix-cron, e.g. "*/5 * * * *".`,
  )
}
