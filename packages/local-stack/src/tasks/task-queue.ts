/** One queue: dispatches due tasks within its rate limits and retries failures. */
import { afterFailure } from './next-attempt.ts'
import type { QueueConfig } from './queue-config.ts'
import type { Task } from './task.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** Cloud Tasks refuses a used task name for about an hour. */
const NAME_RETENTION_MS = 3_600_000
/** Names remembered at most: a load test must not fill the memory. The oldest are forgotten first. */
export const MOST_USED_NAMES = 20_000
/** Maximum delay of a Node timer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface QueueNeeds {
  now: () => Date
  /** Delivers one attempt and resolves with its HTTP status; rejects when there was no answer. */
  dispatch: (task: Task) => Promise<number>
  /** Called with each change of a task before it takes effect. */
  save: (task: Task) => void
  /** Called when a task has ended: delivered, given up or deleted. */
  forget: (name: string, usedAt: number) => void
  /** Called after each attempt and after a removal. */
  settled: () => void
  log: (line: string) => void
}

export interface TaskQueue {
  /** False when the name was used within the last hour. */
  add: (task: Task) => boolean
  /** False when there is no such task. */
  remove: (name: string) => boolean
  /** Restores a name used before a restart. */
  releaseName: (name: string, usedAt: number) => void
  /** How many used names are remembered. */
  rememberedNames: () => number
  list: () => Task[]
  running: () => number
  /** Number of tasks that are due or running; 0 means idle. */
  busy: () => number
  /** Dispatches due tasks now: the clock has moved, or the queue was resumed. */
  wake: () => void
  /** Starts all due tasks regardless of rate limits; resolves when these attempts have ended. */
  runAllDue: () => Promise<number>
  setPaused: (paused: boolean) => void
  close: () => void
}

interface Queue {
  config: QueueConfig
  needs: QueueNeeds
  bucket: TokenBucket
  waiting: Map<string, Task>
  running: Map<string, Promise<void>>
  usedNames: Map<string, number>
  timer?: NodeJS.Timeout
  paused: boolean
  closed: boolean
}

/** Creates a queue; it dispatches on its own until closed. */
export function createTaskQueue(config: QueueConfig, needs: QueueNeeds): TaskQueue {
  const queue: Queue = {
    config,
    needs,
    bucket: createTokenBucket(config.rateLimits.maxDispatchesPerSecond),
    waiting: new Map(),
    running: new Map(),
    usedNames: new Map(),
    paused: false,
    closed: false,
  }
  return {
    add: (task) => add(queue, task),
    remove: (name) => remove(queue, name),
    releaseName: (name, usedAt) => {
      rememberName(queue, name, usedAt)
    },
    rememberedNames: () => queue.usedNames.size,
    list: () => [...queue.waiting.values()].sort((a, b) => a.scheduleAt - b.scheduleAt),
    running: () => queue.running.size,
    busy: () => queue.running.size + (queue.paused ? 0 : due(queue).length),
    wake: () => {
      wake(queue)
    },
    async runAllDue() {
      const attempts = due(queue).map((task) => start(queue, task))
      await Promise.all(attempts)
      return attempts.length
    },
    setPaused(paused) {
      queue.paused = paused
      wake(queue)
    },
    close() {
      queue.closed = true
      clearTimeout(queue.timer)
    },
  }
}

function add(queue: Queue, task: Task): boolean {
  const usedAt = queue.usedNames.get(task.name)
  const remembered = usedAt !== undefined && queue.needs.now().getTime() - usedAt < NAME_RETENTION_MS
  if (remembered || queue.waiting.has(task.name) || queue.running.has(task.name)) return false
  queue.needs.save(task)
  queue.waiting.set(task.name, task)
  wake(queue)
  return true
}

function remove(queue: Queue, name: string): boolean {
  if (!queue.waiting.delete(name)) return false
  end(queue, name)
  queue.needs.settled()
  return true
}

function due(queue: Queue): Task[] {
  const now = queue.needs.now().getTime()
  const ready = [...queue.waiting.values()].filter(({ scheduleAt }) => scheduleAt <= now)
  return ready.sort((a, b) => a.scheduleAt - b.scheduleAt)
}

function wake(queue: Queue): void {
  clearTimeout(queue.timer)
  if (queue.paused || queue.closed) return
  for (const task of due(queue)) {
    // The end of a running attempt triggers the next dispatch.
    if (queue.running.size >= queue.config.rateLimits.maxConcurrentDispatches) return
    if (!queue.bucket.take(queue.needs.now())) break
    void start(queue, task)
  }
  arm(queue)
}

function arm(queue: Queue): void {
  if (queue.waiting.size === 0) return
  const now = queue.needs.now()
  const next = Math.min(...[...queue.waiting.values()].map(({ scheduleAt }) => scheduleAt))
  const delay = Math.max(next - now.getTime(), queue.bucket.waitMs(now), 1)
  queue.timer = setTimeout(wake, Math.min(delay, LONGEST_TIMER_MS), queue)
}

function start(queue: Queue, task: Task): Promise<void> {
  const started = { ...task, firstAttemptAt: task.firstAttemptAt ?? queue.needs.now().getTime() }
  queue.waiting.delete(task.name)
  const attempt = run(queue, started).finally(() => {
    queue.running.delete(task.name)
    wake(queue)
    queue.needs.settled()
  })
  queue.running.set(task.name, attempt)
  return attempt
}

async function run(queue: Queue, task: Task): Promise<void> {
  const status = await queue.needs.dispatch(task).catch((error: unknown) => {
    queue.needs.log(`tasks: no answer for ${task.name}: ${(error as Error).message}`)
    return undefined
  })
  if (status !== undefined && status >= 200 && status < 300) {
    end(queue, task.name)
    return
  }
  const next = afterFailure(task, { status, now: queue.needs.now(), retry: queue.config.retryConfig })
  if (!next) {
    queue.needs.log(
      `tasks: gave up ${task.name} after ${task.failedAttempts + 1} attempts, last answer: ${status ?? 'none'}`,
    )
    end(queue, task.name)
    return
  }
  queue.needs.save(next)
  queue.waiting.set(task.name, next)
}

function end(queue: Queue, name: string): void {
  const now = queue.needs.now().getTime()
  rememberName(queue, name, now)
  queue.needs.forget(name, now)
}

/** The map is in the order of use, so the oldest names stand first. */
function rememberName({ usedNames, needs }: Queue, name: string, usedAt: number): void {
  usedNames.delete(name)
  usedNames.set(name, usedAt)
  const oldest = needs.now().getTime() - NAME_RETENTION_MS
  for (const [other, at] of usedNames) {
    if (at > oldest && usedNames.size <= MOST_USED_NAMES) return
    usedNames.delete(other)
  }
}
