import { afterEach, expect, it } from 'vitest'
import { toUnixCron } from '../src/clock/app-engine-schedule.ts'
import { createSchedules, type Schedules } from '../src/clock/schedules.ts'
import { startClockServer, type ClockServer } from '../src/clock/clock-server.ts'
import { createStackClock } from '../src/clock/stack-clock.ts'

let schedules: Schedules
let server: ClockServer

const START = Date.parse('2026-01-01T00:00:30Z')

async function startClock() {
  const clock = createStackClock(() => START)
  const fired: { name: string; headers: Record<string, string> }[] = []
  let firedOnce: () => void = () => undefined
  const firing = new Promise<void>((resolve) => (firedOnce = resolve))
  schedules = createSchedules({
    now: clock.now,
    call: async ({ name }, headers) => {
      fired.push({ name, headers })
      firedOnce()
      return { status: 200, durationMs: 1, body: '' }
    },
    log: () => undefined,
  })
  schedules.configure([
    { id: 'us-central1-every', name: 'every', region: 'us-central1', schedule: { schedule: '* * * * *' } },
    { id: 'us-central1-api', name: 'api', region: 'us-central1' },
  ])
  server = await startClockServer({
    port: 0,
    clock,
    schedules,
    operations: { read: async () => ({ reads: 3 }), reset: async () => undefined },
    idle: async () => undefined,
    processes: async () => [],
    killFunctions: async () => ({ pid: 1 }),
  })
  const post = async (path: string, body?: object) => {
    const response = await fetch(server.url + path, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return { fired, firing, post }
}

afterEach(async () => {
  schedules.close()
  await server.close()
})

it('fires a scheduled function at once when asked, with the scheduler’s headers, and answers with its result', async () => {
  const { fired, post } = await startClock()
  expect((await post('/fire/every')).body).toMatchObject({ status: 200 })
  expect(fired[0]).toMatchObject({
    name: 'every',
    headers: {
      'x-cloudscheduler-jobname': 'firebase-schedule-every-us-central1',
      'x-cloudscheduler-scheduletime': '2026-01-01T00:00:30.000Z',
    },
  })
})

it('names the schedules there are when asked for another', async () => {
  const { post } = await startClock()
  const answer = await post('/fire/unknown')
  expect(answer.status).toBe(404)
  expect(JSON.stringify(answer.body)).toContain('There are: every')
})

it('fires what came due when time was moved, once, with the time it was due', async () => {
  const { fired, firing, post } = await startClock()
  expect((await post('/advance', { seconds: 600 })).body).toMatchObject({
    offsetMs: 600_000,
    now: '2026-01-01T00:10:30.000Z',
  })
  await firing
  expect(fired).toHaveLength(1)
  expect(fired[0]?.headers['x-cloudscheduler-scheduletime']).toBe('2026-01-01T00:01:00.000Z')
})

it('lists schedules with their next time', async () => {
  await startClock()
  const listed = (await (await fetch(server.url)).json()) as object
  expect(listed).toMatchObject({
    schedules: [{ name: 'every', schedule: '* * * * *', nextAt: '2026-01-01T00:01:00.000Z' }],
  })
})

it('refuses to move time backwards', async () => {
  const { post } = await startClock()
  expect((await post('/advance', { seconds: -1 })).status).toBe(400)
})

it.each([
  ['*/7 * * * *', '*/7 * * * *'],
  ['every 5 minutes', '*/5 * * * *'],
  ['every 1 hours', '0 */1 * * *'],
  ['every day 09:30', '30 9 * * *'],
])('understands the schedule %s', (schedule, cron) => {
  expect(toUnixCron(schedule)).toBe(cron)
})

it('says what to write instead of a schedule it does not understand', () => {
  expect(() => toUnixCron('every monday of month 09:00')).toThrow(/unix-cron/)
})
