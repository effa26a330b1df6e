import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createSchedules, type FiringResult, type Schedules } from '../src/clock/schedules.ts'

const START = Date.parse('2026-03-01T00:00:30Z')

let schedules: Schedules
let time: number
let calls: { name: string; scheduledFor: string | undefined }[]
let answer: () => Promise<FiringResult>
let lines: string[]

const ok = () => Promise.resolve({ status: 200, durationMs: 1, body: '' })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  time = START
  calls = []
  lines = []
  answer = ok
  schedules = createSchedules({
    now: () => new Date(time),
    call: ({ name }, headers) => {
      calls.push({ name, scheduledFor: headers['x-cloudscheduler-scheduletime'] })
      return answer()
    },
    log: (line) => lines.push(line),
  })
})
afterEach(() => {
  schedules.close()
  vi.useRealTimers()
})

const configure = (...functions: [name: string, schedule: string, timeZone?: string][]) => {
  schedules.configure(
    functions.map(([name, schedule, timeZone]) => ({
      id: `us-central1-${name}`,
      name,
      region: 'us-central1',
      schedule: { schedule, ...(timeZone !== undefined && { timeZone }) },
    })),
  )
}

/** Moves the clock and lets the schedules tick. */
const moveTo = async (text: string) => {
  time = Date.parse(text)
  await vi.advanceTimersByTimeAsync(1000)
}

it('fires at the scheduled minute and not before', async () => {
  configure(['every', '*/5 * * * *'])
  await moveTo('2026-03-01T00:04:59Z')
  expect(calls).toEqual([])
  await moveTo('2026-03-01T00:05:00Z')
  expect(calls).toEqual([{ name: 'every', scheduledFor: '2026-03-01T00:05:00.000Z' }])
})

it('fires once per due time, however often it ticks', async () => {
  configure(['every', '*/5 * * * *'])
  await moveTo('2026-03-01T00:05:00Z')
  await moveTo('2026-03-01T00:05:01Z')
  await moveTo('2026-03-01T00:05:59Z')
  expect(calls).toHaveLength(1)
  await moveTo('2026-03-01T00:10:00Z')
  expect(calls).toHaveLength(2)
})

it('fires each function on its own schedule', async () => {
  configure(['hourly', '0 * * * *'], ['daily', 'every day 03:00'])
  await moveTo('2026-03-01T01:00:00Z')
  await moveTo('2026-03-01T03:00:00Z')
  expect(calls.map(({ name }) => name)).toEqual(['hourly', 'hourly', 'daily'])
})

it('reads a schedule in its time zone', async () => {
  configure(['morning', '0 9 * * *', 'Asia/Jerusalem'])
  await moveTo('2026-03-01T06:59:59Z')
  expect(calls).toEqual([])
  await moveTo('2026-03-01T07:00:00Z')
  expect(calls[0]?.scheduledFor).toBe('2026-03-01T07:00:00.000Z')
})

it('follows daylight saving time', async () => {
  configure(['morning', '0 9 * * *', 'America/New_York'])
  await moveTo('2026-03-07T14:00:00Z')
  await moveTo('2026-03-08T13:00:00Z')
  expect(calls.map(({ scheduledFor }) => scheduledFor)).toEqual([
    '2026-03-01T14:00:00.000Z',
    '2026-03-08T13:00:00.000Z',
  ])
})

it('fires nothing while paused, and the missed run once afterwards', async () => {
  configure(['every', '* * * * *'])
  schedules.setPaused(true)
  await moveTo('2026-03-01T00:10:00Z')
  expect(calls).toEqual([])
  schedules.setPaused(false)
  await moveTo('2026-03-01T00:10:01Z')
  expect(calls).toHaveLength(1)
})

it('fires on request while paused', async () => {
  configure(['every', '* * * * *'])
  schedules.setPaused(true)
  expect(await schedules.fire('every')).toMatchObject({ status: 200 })
  expect(calls).toHaveLength(1)
})

it('logs a run that gets no answer, and fires again at the next time', async () => {
  configure(['every', '* * * * *'])
  answer = () => Promise.reject(new Error('ECONNREFUSED'))
  await moveTo('2026-03-01T00:01:00Z')
  expect(lines).toEqual(['clock: every did not answer: ECONNREFUSED'])
  expect(schedules.running()).toBe(0)
  answer = ok
  await moveTo('2026-03-01T00:02:00Z')
  expect(calls).toHaveLength(2)
})

it('counts runs that have not answered', async () => {
  configure(['every', '* * * * *'])
  let finish: (result: FiringResult) => void = () => undefined
  answer = () => new Promise((resolve) => (finish = resolve))
  await moveTo('2026-03-01T00:01:00Z')
  expect(schedules.running()).toBe(1)
  finish({ status: 500, durationMs: 5, body: 'x' })
  await vi.advanceTimersByTimeAsync(0)
  expect(schedules.running()).toBe(0)
  expect(schedules.list()).toMatchObject([{ name: 'every', last: { status: 500 } }])
})

it('ignores functions without a schedule, and names the known ones', async () => {
  schedules.configure([{ id: 'us-central1-api', name: 'api', region: 'us-central1' }])
  expect(schedules.list()).toEqual([])
  await expect(schedules.fire('api')).rejects.toThrow('No scheduled function is called api. There are: none.')
})

it('ticks no more after it was closed', async () => {
  configure(['every', '* * * * *'])
  schedules.close()
  await moveTo('2026-03-01T00:05:00Z')
  expect(calls).toEqual([])
})
