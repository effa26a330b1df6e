/** Fires scheduled functions by the stack's clock, and on request. */
import { Cron } from 'croner'
import type { FunctionTrigger } from '../functions-host/backends.ts'
import { HTTPException } from 'hono/http-exception'
import { toUnixCron } from './app-engine-schedule.ts'

const TICK_MS = 1000

export interface SchedulesOptions {
  now: () => Date
  /** Calls the function and resolves with its status. */
  call: (trigger: FunctionTrigger, headers: Record<string, string>) => Promise<FiringResult>
  log: (line: string) => void
}

export interface FiringResult {
  status: number
  durationMs: number
  body: string
}

interface Entry {
  trigger: FunctionTrigger
  cron: Cron
  nextAt: Date | null
  lastFiredAt?: Date
  last?: FiringResult
}

export interface Schedules {
  configure: (triggers: readonly FunctionTrigger[]) => void
  list: () => object[]
  /** Fires one now and waits for its answer; a 404 refusal when no schedule has this name. */
  fire: (name: string) => Promise<FiringResult>
  /** Number of firings without an answer yet. */
  running: () => number
  setPaused: (paused: boolean) => void
  close: () => void
}

/** Starts ticking. A schedule that came due several times while time was moved or paused fires once, like after a sleep. */
export function createSchedules(options: SchedulesOptions): Schedules {
  const entries = new Map<string, Entry>()
  let paused = false
  let running = 0
  const fire = async (entry: Entry, scheduledFor: Date) => {
    running += 1
    entry.lastFiredAt = options.now()
    try {
      entry.last = await options.call(entry.trigger, schedulerHeaders(entry.trigger, scheduledFor))
      return entry.last
    } finally {
      running -= 1
    }
  }
  const tick = () => {
    if (paused) return
    const now = options.now()
    for (const entry of entries.values()) {
      const { nextAt, cron, trigger } = entry
      if (!nextAt || nextAt > now) continue
      entry.nextAt = cron.nextRun(now)
      fire(entry, nextAt).catch((error: unknown) => {
        options.log(`clock: ${trigger.name} did not answer: ${(error as Error).message}`)
      })
    }
  }
  const timer = setInterval(tick, TICK_MS)
  return {
    configure: (triggers) => {
      for (const trigger of triggers)
        if (trigger.schedule) entries.set(trigger.name, entryOf(trigger, options.now()))
    },
    list: () => [...entries.values()].map(show),
    fire: async (name) => {
      const entry = entries.get(name)
      if (!entry)
        throw new HTTPException(404, {
          message: `No scheduled function is called ${name}. There are: ${[...entries.keys()].join(', ') || 'none'}.`,
        })
      return fire(entry, options.now())
    },
    running: () => running,
    setPaused: (value) => {
      paused = value
    },
    close: () => {
      clearInterval(timer)
    },
  }
}

function entryOf(trigger: FunctionTrigger, now: Date): Entry {
  const { schedule = '', timeZone = 'UTC' } = trigger.schedule ?? {}
  const cron = new Cron(toUnixCron(schedule), { timezone: timeZone, paused: true })
  return { trigger, cron, nextAt: cron.nextRun(now) }
}

function show({ trigger, nextAt, lastFiredAt, last }: Entry): object {
  return { name: trigger.name, ...trigger.schedule, nextAt, lastFiredAt, last }
}

/** https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#httptarget */
function schedulerHeaders(trigger: FunctionTrigger, scheduledFor: Date): Record<string, string> {
  return {
    'user-agent': 'Google-Cloud-Scheduler',
    'x-cloudscheduler': 'true',
    'x-cloudscheduler-jobname': `firebase-schedule-${trigger.name}-${trigger.region}`,
    'x-cloudscheduler-scheduletime': scheduledFor.toISOString(),
  }
}
