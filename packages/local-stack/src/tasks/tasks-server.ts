/**
 * The Cloud Tasks API behind CLOUD_TASKS_EMULATOR_HOST. Beyond the official emulator: schedule times, exact
 * attempt counts, queues that survive a restart.
 */
import { randomUUID } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { createJsonApi, jsonServer, readJson } from '../http/json-api.ts'
import { closeServer, listen, LOOPBACK } from '../http/listen.ts'
import { queueConfig, type QueueOptions } from './queue-config.ts'
import { openTaskJournal, type TaskJournal } from './task-journal.ts'
import { createTaskQueue, type QueueNeeds, type TaskQueue } from './task-queue.ts'
import { readTask, showTask, taskHeaders, type Task } from './task.ts'

export interface TasksServerOptions {
  port: number
  now: () => Date
  /** Where a queue's function is, as `{functionsUrl}/{project}/{region}/{name}`. */
  functionsUrl: string
  /** Resolves when the functions can be called: they may just be starting again. */
  functionsReady?: () => Promise<void>
  /** File of the stored tasks; without it they live in memory. */
  journalPath?: string
  log?: (line: string) => void
}

export interface TasksServer {
  url: string
  port: number
  /** Opens queues by `projects/P/locations/L/queues/Q` and restores their stored tasks. Existing queues are unchanged. */
  configure: (queues: Record<string, QueueOptions>) => void
  /** Dispatches due tasks now: the clock has moved. */
  wake: () => void
  /** How many tasks are due or running. */
  busy: () => number
  /** Resolves when no task is due or running. */
  idle: () => Promise<void>
  close: () => Promise<void>
}

interface Queues {
  byName: Map<string, TaskQueue>
  paused: boolean
  idleWaiters: (() => void)[]
}

const QUEUE = '/projects/:project/locations/:location/queues/:queue'

/** Starts the tasks server on loopback. */
export async function startTasksServer(options: TasksServerOptions): Promise<TasksServer> {
  const journal = openTaskJournal(options.journalPath, options.now())
  const queues: Queues = { byName: new Map(), paused: false, idleWaiters: [] }
  const needs: QueueNeeds = {
    now: options.now,
    save: journal.save,
    log: options.log ?? (() => undefined),
    dispatch: (task) => dispatch(task, options),
    forget: journal.remove,
    settled: () => {
      if (busy(queues) === 0) queues.idleWaiters.splice(0).forEach((resolve) => resolve())
    },
  }
  const api = createJsonApi()
  addTaskRoutes(api, queues, options.now)
  addControlRoutes(api, queues)
  const server = jsonServer(api)
  const port = await listen(server, options.port)
  return {
    url: `http://${LOOPBACK}:${port}`,
    port,
    configure: (settings) => {
      open(queues, { settings, needs, journal })
    },
    wake: () => {
      queues.byName.forEach((queue) => queue.wake())
    },
    busy: () => busy(queues),
    idle: () =>
      busy(queues) === 0 ? Promise.resolve() : new Promise((resolve) => queues.idleWaiters.push(resolve)),
    close: async () => {
      queues.byName.forEach((queue) => queue.close())
      await closeServer(server)
      journal.close()
    },
  }
}

/** The part of the Cloud Tasks REST API that firebase-admin calls. */
function addTaskRoutes(api: Hono, queues: Queues, now: () => Date): void {
  const queueName = (c: Context) =>
    `projects/${c.req.param('project')}/locations/${c.req.param('location')}/queues/${c.req.param('queue')}`
  const queueOf = (name: string): TaskQueue => {
    const queue = queues.byName.get(name)
    if (!queue) throw new HTTPException(404, { message: `No task queue function for ${name}.` })
    return queue
  }
  api.post(`${QUEUE}/tasks`, async (c) => {
    const task = readTask(await readJson(c), queueName(c), { now: now(), newId: () => randomUUID() })
    if (queueOf(task.queue).add(task)) return c.json(showTask(task))
    throw new HTTPException(409, {
      message: `The task ${task.name} exists, or existed within the last hour.`,
    })
  })
  api.get(`${QUEUE}/tasks`, (c) => c.json({ tasks: queueOf(queueName(c)).list().map(showTask) }))
  api.delete(`${QUEUE}/tasks/:task`, (c) => {
    const queue = queueName(c)
    if (queueOf(queue).remove(`${queue}/tasks/${c.req.param('task')}`)) return c.json({})
    throw new HTTPException(404, { message: 'The task does not exist, or it is running.' })
  })
}

/** Routes for tests and manual inspection. */
function addControlRoutes(api: Hono, queues: Queues): void {
  const setPaused = (paused: boolean) => {
    queues.paused = paused
    queues.byName.forEach((queue) => queue.setPaused(paused))
    return { paused }
  }
  const show = (queue: TaskQueue) => ({ waiting: queue.list().map(showTask), running: queue.running() })
  api.get('/', (c) => {
    const byName = Object.fromEntries([...queues.byName].map(([name, queue]) => [name, show(queue)]))
    return c.json({ paused: queues.paused, queues: byName })
  })
  api.post('/run-all-due', async (c) => {
    const ran = await Promise.all([...queues.byName.values()].map((queue) => queue.runAllDue()))
    return c.json({ ran: ran.reduce((sum, count) => sum + count, 0) })
  })
  api.post('/pause', (c) => c.json(setPaused(true)))
  api.post('/resume', (c) => c.json(setPaused(false)))
}

function busy(queues: Queues): number {
  return [...queues.byName.values()].reduce((sum, queue) => sum + queue.busy(), 0)
}

interface Opening {
  settings: Record<string, QueueOptions>
  needs: QueueNeeds
  journal: TaskJournal
}

function open(queues: Queues, { settings, needs, journal }: Opening): void {
  for (const [name, options] of Object.entries(settings)) {
    if (queues.byName.has(name)) continue
    const queue = createTaskQueue(queueConfig(options), needs)
    queue.setPaused(queues.paused)
    queues.byName.set(name, queue)
    const ofQueue = (taskName: string) => taskName.startsWith(`${name}/tasks/`)
    journal.usedNames.filter(([used]) => ofQueue(used)).forEach(([used, at]) => queue.releaseName(used, at))
    journal.tasks.filter((task) => task.queue === name).forEach((task) => queue.add(task))
  }
}

async function dispatch(task: Task, options: TasksServerOptions): Promise<number> {
  await options.functionsReady?.()
  const [, project, , region, , name] = task.queue.split('/')
  const response = await fetch(task.url || `${options.functionsUrl}/${project}/${region}/${name}`, {
    method: 'POST',
    headers: taskHeaders(task),
    body: Buffer.from(task.body, 'base64'),
    signal: AbortSignal.timeout(task.dispatchDeadlineSeconds * 1000),
  })
  await response.arrayBuffer()
  return response.status
}
