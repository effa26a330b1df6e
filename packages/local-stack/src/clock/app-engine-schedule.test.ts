import { expect, it } from 'vitest'
import { StackError } from '../stack-error.ts'
import { toUnixCron } from './app-engine-schedule.ts'

it.each([
  ['0 9 * * 1-5', '0 9 * * 1-5'],
  ['every minute', '*/1 * * * *'],
  ['every minutes', '*/1 * * * *'],
  ['every 2 mins', '*/2 * * * *'],
  ['every 30 minutes', '*/30 * * * *'],
  ['every hour', '0 */1 * * *'],
  ['every 6 hours', '0 */6 * * *'],
  ['every day', '0 0 * * *'],
  ['every day 00:05', '5 0 * * *'],
  ['every 1 day 23:59', '59 23 * * *'],
])('reads %s as %s', (schedule, cron) => {
  expect(toUnixCron(schedule)).toBe(cron)
})

it.each(['every 2 days', 'every monday 09:00', 'every 5 minutes from 10:00 to 14:00'])(
  'refuses %s and names the alternative',
  (schedule) => {
    expect(() => toUnixCron(schedule)).toThrow(StackError)
    expect(() => toUnixCron(schedule)).toThrow('write it as unix-cron')
  },
)
