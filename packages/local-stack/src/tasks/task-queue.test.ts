import { expect, it } from 'vitest'
import { queueConfig, type QueueOptions } from './queue-config.ts'
import { createTaskQueue, MOST_USED_NAMES } from './task-queue.ts'
import type { Task } from './task.ts'

const NAME = 'projects/p/locations/l/queues/q/tasks/'

/** A queue on a clock of its own whose attempts end when the test says so. */
function queueUnderTest(options: QueueOptions = {}) {
  let time = Date.parse('2026-01-01T00:00:00Z')
  const started: { task: Task; end: (status: number) => Promise<void> }[] = []
  const settled: (() => void)[] = []
  const forgotten: string[] = []
  const queue = createTaskQueue(queueConfig(options), {
    now: () => new Date(time),
    dispatch: (task) =>
      new Promise((resolve) => {
        const ended = new Promise<void>((done) => settled.push(done))
        started.push({ task, end: (status) => (resolve(status), ended) })
      }),
    save: () => undefined,
    forget: (name) => forgotten.push(name),
    settled: () => settled.shift()?.(),
    log: () => undefined,
  })
  const task = (id: string, delaySeconds = 0): Task => ({
    name: NAME + id,
    queue: 'projects/p/locations/l/queues/q',
    url: '',
    headers: {},
    body: '',
    scheduleAt: time + delaySeconds * 1000,
    createdAt: time,
    dispatchDeadlineSeconds: 600,
    failedAttempts: 0,
    executions: 0,
  })
  const advance = (seconds: number) => {
    time += seconds * 1000
    queue.wake()
  }
  const ids = () => started.map(({ task: { name } }) => name.slice(NAME.length))
  return { queue, task, advance, started, ids, forgotten }
}

it('remembers used names for an hour, and at most a bounded number of them', async () => {
  const { queue, task, advance, started } = queueUnderTest({
    rateLimits: { maxConcurrentDispatches: 1000, maxDispatchesPerSecond: 500 },
  })
  queue.add(task('first'))
  await started.at(-1)?.end(200)
  advance(3599)
  expect(queue.add(task('first'))).toBe(false)
  for (let i = 0; i < MOST_USED_NAMES + 1000; i++) queue.releaseName(`${NAME}other-${i}`, task('').createdAt)
  expect(queue.rememberedNames()).toBe(MOST_USED_NAMES)
  expect(queue.add(task('first', 10))).toBe(true)
  expect(queue.add(task(`other-${MOST_USED_NAMES + 999}`, 10))).toBe(false)
  advance(3601)
  queue.releaseName(`${NAME}last`, task('').createdAt)
  expect(queue.rememberedNames()).toBe(1)
  queue.close()
})

it('holds a task until its schedule time', () => {
  const { queue, task, advance, ids } = queueUnderTest()
  queue.add(task('later', 60))
  expect(ids()).toEqual([])
  advance(59)
  expect(ids()).toEqual([])
  advance(1)
  expect(ids()).toEqual(['later'])
  queue.close()
})

it('refuses a name that waits, runs, or ended within the last hour', async () => {
  const { queue, task, advance, started } = queueUnderTest()
  expect(queue.add(task('a', 10))).toBe(true)
  expect(queue.add(task('a', 10))).toBe(false)
  advance(10)
  expect(queue.add(task('a'))).toBe(false)
  await started[0]?.end(204)
  expect(queue.add(task('a'))).toBe(false)
  advance(3601)
  expect(queue.add(task('a'))).toBe(true)
  queue.close()
})

it('never runs more at once than it may', async () => {
  const { queue, task, advance, started, ids } = queueUnderTest({
    rateLimits: { maxConcurrentDispatches: 2 },
  })
  for (const id of ['a', 'b', 'c', 'd']) queue.add(task(id))
  advance(1)
  expect(ids()).toEqual(['a', 'b'])
  await started[0]?.end(204)
  expect(ids()).toEqual(['a', 'b', 'c'])
  queue.close()
})

it('starts no more per second than it may', () => {
  const { queue, task, advance, ids } = queueUnderTest({ rateLimits: { maxDispatchesPerSecond: 5 } })
  for (let index = 0; index < 20; index += 1) queue.add(task(`t${index}`))
  for (let tenth = 0; tenth < 20; tenth += 1) advance(0.1)
  // One token is ready at the start, then five a second for two seconds.
  expect(ids()).toHaveLength(11)
  queue.close()
})

it('tries again after the backoff, tells the last answer, and gives up after maxAttempts', async () => {
  const { queue, task, advance, started, forgotten } = queueUnderTest({
    retryConfig: { maxAttempts: 3, minBackoffSeconds: 1 },
  })
  queue.add(task('a'))
  await started[0]?.end(500)
  advance(0.9)
  expect(started).toHaveLength(1)
  advance(0.1)
  expect(started[1]?.task).toMatchObject({ failedAttempts: 1, executions: 0, lastStatus: 500 })
  await started[1]?.end(429)
  advance(2)
  expect(started[2]?.task).toMatchObject({ failedAttempts: 2, executions: 1, lastStatus: 429 })
  await started[2]?.end(500)
  expect(forgotten).toEqual([`${NAME}a`])
  expect(queue.list()).toEqual([])
  queue.close()
})

it('removes a task that waits, and says so when there is none', () => {
  const { queue, task, advance, ids } = queueUnderTest()
  queue.add(task('a', 5))
  expect(queue.remove(`${NAME}a`)).toBe(true)
  expect(queue.remove(`${NAME}a`)).toBe(false)
  advance(10)
  expect(ids()).toEqual([])
  queue.close()
})

it('starts nothing while paused, except on request', async () => {
  const { queue, task, started, ids } = queueUnderTest()
  queue.setPaused(true)
  queue.add(task('a'))
  expect(ids()).toEqual([])
  const ran = queue.runAllDue()
  await started[0]?.end(204)
  expect(await ran).toBe(1)
  queue.close()
})

it('runs all due tasks on request, also while paused and above its limits', async () => {
  const { queue, task, started, ids } = queueUnderTest({ rateLimits: { maxConcurrentDispatches: 1 } })
  queue.setPaused(true)
  for (const id of ['a', 'b', 'c']) queue.add(task(id))
  expect(await startedAfterRunAll(queue, started)).toEqual(3)
  expect(ids()).toEqual(['a', 'b', 'c'])
  queue.close()
})

it('lists waiting tasks by their schedule time', () => {
  const { queue, task } = queueUnderTest()
  queue.add(task('late', 90))
  queue.add(task('early', 30))
  queue.add(task('middle', 60))
  expect(queue.list().map(({ name }) => name.slice(NAME.length))).toEqual(['early', 'middle', 'late'])
  queue.close()
})

it('removes a waiting task, and refuses its name afterwards', () => {
  const { queue, task, advance, ids, forgotten } = queueUnderTest()
  queue.add(task('a', 10))
  expect(queue.remove(NAME + 'a')).toBe(true)
  expect(queue.remove(NAME + 'a')).toBe(false)
  expect(forgotten).toEqual([NAME + 'a'])
  expect(queue.add(task('a', 10))).toBe(false)
  advance(10)
  expect(ids()).toEqual([])
  queue.close()
})

it('cannot remove a task that runs', () => {
  const { queue, task } = queueUnderTest()
  queue.add(task('a'))
  expect(queue.running()).toBe(1)
  expect(queue.remove(NAME + 'a')).toBe(false)
  queue.close()
})

it('refuses a name that was used before a restart, for an hour', () => {
  const { queue, task, advance } = queueUnderTest()
  queue.releaseName(NAME + 'a', Date.parse('2026-01-01T00:00:00Z'))
  advance(3599)
  expect(queue.add(task('a'))).toBe(false)
  advance(1)
  expect(queue.add(task('a'))).toBe(true)
  queue.close()
})

it('starts nothing while paused, and is idle then', () => {
  const { queue, task, advance, ids } = queueUnderTest()
  queue.setPaused(true)
  queue.add(task('a'))
  advance(60)
  expect(ids()).toEqual([])
  expect(queue.busy()).toBe(0)
  queue.setPaused(false)
  expect(ids()).toEqual(['a'])
  expect(queue.busy()).toBe(1)
  queue.close()
})

it('starts nothing after it was closed', () => {
  const { queue, task, advance, ids } = queueUnderTest()
  queue.add(task('a', 10))
  queue.close()
  advance(10)
  expect(ids()).toEqual([])
})

/** Starts all due tasks and ends them; returns how many were started. */
async function startedAfterRunAll(
  queue: ReturnType<typeof queueUnderTest>['queue'],
  started: ReturnType<typeof queueUnderTest>['started'],
): Promise<number> {
  const all = queue.runAllDue()
  for (const attempt of started) await attempt.end(200)
  return all
}
