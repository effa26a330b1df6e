/**
 * The Cloud Tasks emulator API (what CLOUD_TASKS_EMULATOR_HOST points at), with what the official one leaves
 * out: schedule times, exact attempts, queues that survive a restart.
 */
import { randomUUID } from 'node:crypto'
import { HttpRefusal, jsonServer, type JsonRequest, type JsonRoute } from '../http/json-server.ts'
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
  /** Where the tasks are kept; without it they live in memory. */
  journalPath?: string
  log?: (line: string) => void
}

export interface TasksServer {
  url: string
  port: number
  /** Opens queues, by `projects/P/locations/L/queues/Q`, and puts their stored tasks back. Known queues stay as they are. */
  configure: (queues: Record<string, QueueOptions>) => void
  /** Looks again now: the clock has moved. */
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
  const server = jsonServer([...apiRoutes(queues, options.now), ...controlRoutes(queues)])
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

/** What Cloud Tasks' clients call. */
function apiRoutes(queues: Queues, now: () => Date): JsonRoute[] {
  const queueName = ({ params }: JsonRequest) =>
    `projects/${params.project}/locations/${params.location}/queues/${params.queue}`
  const queueOf = (name: string): TaskQueue => {
    const queue = queues.byName.get(name)
    if (!queue) throw new HttpRefusal(404, `There is no task queue function for ${name}.`)
    return queue
  }
  return [
    {
      method: 'POST',
      path: `${QUEUE}/tasks`,
      handle: (request) => {
        const task = readTask(request.body, queueName(request), { now: now(), newId: () => randomUUID() })
        if (queueOf(task.queue).add(task)) return { body: showTask(task) }
        throw new HttpRefusal(409, `The task ${task.name} exists, or existed within the last hour.`)
      },
    },
    {
      method: 'GET',
      path: `${QUEUE}/tasks`,
      handle: (request) => ({ body: { tasks: queueOf(queueName(request)).list().map(showTask) } }),
    },
    {
      method: 'DELETE',
      path: `${QUEUE}/tasks/:task`,
      handle: (request) => {
        const queue = queueName(request)
        if (queueOf(queue).remove(`${queue}/tasks/${request.params.task}`)) return {}
        throw new HttpRefusal(404, 'There is no such task, or it is running.')
      },
    },
  ]
}

/** What tests and curious people call. */
function controlRoutes(queues: Queues): JsonRoute[] {
  const setPaused = (paused: boolean) => () => {
    queues.paused = paused
    queues.byName.forEach((queue) => queue.setPaused(paused))
    return { body: { paused } }
  }
  const show = (queue: TaskQueue) => ({ waiting: queue.list().map(showTask), running: queue.running() })
  const runAllDue = async () => {
    const ran = await Promise.all([...queues.byName.values()].map((queue) => queue.runAllDue()))
    return { body: { ran: ran.reduce((sum, count) => sum + count, 0) } }
  }
  const list = () => Object.fromEntries([...queues.byName].map(([name, queue]) => [name, show(queue)]))
  return [
    { method: 'GET', path: '/', handle: () => ({ body: { paused: queues.paused, queues: list() } }) },
    { method: 'POST', path: '/run-all-due', handle: runAllDue },
    { method: 'POST', path: '/pause', handle: setPaused(true) },
    { method: 'POST', path: '/resume', handle: setPaused(false) },
  ]
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
