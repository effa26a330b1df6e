/**
 * The simulator's time: the wall clock plus what `advance` added, and a list of things to do later.
 * Everything that waits (statuses, webhook retries, validity of media URLs, buckets) waits on this clock.
 */
export interface SimulatedClock {
  /** Calendar time: timestamps, expiries, Graph versions. */
  now(): Date
  /** Moves time forward and does what became due, in order. */
  advance(seconds: number): void
  /** Does `task` after a delay. */
  after(delayMs: number, group: TaskGroup, task: () => void): void
  /** Does every waiting task of a group now, in the order of its time, with those they add. */
  runAll(group: TaskGroup): void
  /** How many tasks wait. */
  waiting(): number
  /** Drops every waiting task and undoes `advance`. */
  reset(): void
}

/** `status`: something will happen at Meta; `delivery`: a webhook will be posted (again). */
export type TaskGroup = 'status' | 'delivery'

interface Waiting {
  readonly group: TaskGroup
  readonly dueAt: number
  readonly task: () => void
}

/** A clock on the given calendar (default: the system's). */
export function createClock(calendar: () => Date): SimulatedClock {
  let advancedMs = 0
  let timer: NodeJS.Timeout | undefined
  let tasks: Waiting[] = []
  const elapsed = () => performance.now() + advancedMs

  const runDue = () => {
    const until = elapsed()
    const due = tasks.filter(({ dueAt }) => dueAt <= until)
    tasks = tasks.filter(({ dueAt }) => dueAt > until)
    for (const { task } of due) task()
    arm()
  }
  const arm = () => {
    clearTimeout(timer)
    const next = tasks[0]
    if (next) timer = setTimeout(runDue, Math.min(Math.max(next.dueAt - elapsed(), 0), 2 ** 30))
  }
  const add = (waiting: Waiting) => {
    const at = tasks.findLastIndex(({ dueAt }) => dueAt <= waiting.dueAt) + 1
    tasks.splice(at, 0, waiting)
    if (at === 0) arm()
  }
  return {
    now: () => new Date(calendar().getTime() + advancedMs),
    advance(seconds) {
      advancedMs += seconds * 1000
      runDue()
    },
    after(delayMs, group, task) {
      add({ dueAt: elapsed() + delayMs, group, task })
    },
    runAll(group) {
      for (;;) {
        const now = tasks.filter((waiting) => waiting.group === group)
        if (now.length === 0) break
        tasks = tasks.filter((waiting) => waiting.group !== group)
        for (const { task } of now) task()
      }
      arm()
    },
    waiting: () => tasks.length,
    reset() {
      clearTimeout(timer)
      tasks = []
      advancedMs = 0
    },
  }
}
