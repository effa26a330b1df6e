import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { deleteApp, initializeApp, type App } from 'firebase-admin/app'
import { getFunctions } from 'firebase-admin/functions'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { closeServer, listen } from '../src/http/listen.ts'
import { startTasksServer, type TasksServer } from '../src/tasks/tasks-server.ts'

const QUEUE = 'projects/demo-waypost/locations/us-central1/queues/work'
const START = Date.parse('2026-01-01T00:00:00Z')

interface Call {
  url: string | undefined
  headers: IncomingHttpHeaders
  body: string
}

let directory: string
let calls: Call[]
let answers: number[]
let functions: { server: Server; port: number }
let tasks: TasksServer
let time: number
let app: App

const startTasks = async () => {
  const server = await startTasksServer({
    port: 0,
    now: () => new Date(time),
    functionsUrl: `http://127.0.0.1:${functions.port}`,
    journalPath: join(directory, 'tasks.ndjson'),
  })
  server.configure({ [QUEUE]: { retryConfig: { maxAttempts: 2, minBackoffSeconds: 1 } } })
  process.env.CLOUD_TASKS_EMULATOR_HOST = `127.0.0.1:${server.port}`
  return server
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tasks-'))
  calls = []
  answers = []
  time = START
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      calls.push({ url: request.url, headers: request.headers, body: body.toString() })
      response.writeHead(answers.shift() ?? 204).end()
    })
  })
  functions = { server, port: await listen(server, 0) }
  tasks = await startTasks()
  process.env.METADATA_SERVER_DETECTION = 'none'
  app = initializeApp({ projectId: 'demo-waypost' }, `tasks-${Math.random()}`)
})

afterEach(async () => {
  await deleteApp(app)
  await tasks.close()
  await closeServer(functions.server)
  rmSync(directory, { recursive: true })
})

const queue = () => getFunctions(app).taskQueue('locations/us-central1/functions/work')
const advance = (seconds: number) => {
  time += seconds * 1000
  tasks.wake()
}

it('delivers what firebase-admin enqueues, to the function of the queue’s name', async () => {
  await queue().enqueue({ hello: 'world' }, { id: 'first' })
  await tasks.idle()
  expect(calls).toHaveLength(1)
  expect(calls[0]).toMatchObject({
    url: '/demo-waypost/us-central1/work',
    body: '{"data":{"hello":"world"}}',
  })
  expect(calls[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-cloudtasks-queuename': 'work',
    'x-cloudtasks-taskname': 'first',
    'x-cloudtasks-taskretrycount': '0',
    'x-cloudtasks-taskexecutioncount': '0',
    'x-cloudtasks-tasketa': (START / 1000).toFixed(6),
  })
})

it('honours scheduleTime by the clock of the stack', async () => {
  await queue().enqueue({}, { scheduleTime: new Date(START + 60_000) })
  await tasks.idle()
  expect(calls).toHaveLength(0)
  advance(60)
  await tasks.idle()
  expect(calls).toHaveLength(1)
})

it('refuses the same id twice, as firebase-admin expects it', async () => {
  await queue().enqueue({}, { id: 'once' })
  await expect(queue().enqueue({}, { id: 'once' })).rejects.toMatchObject({
    code: 'functions/task-already-exists',
  })
})

it('deletes a waiting task; deleting a missing one is no error for firebase-admin', async () => {
  await queue().enqueue({}, { id: 'gone', scheduleTime: new Date(START + 60_000) })
  await queue().delete('gone')
  await queue().delete('gone')
  advance(61)
  await tasks.idle()
  expect(calls).toHaveLength(0)
})

it('tells an unknown queue apart', async () => {
  await expect(getFunctions(app).taskQueue('missing').enqueue({})).rejects.toMatchObject({
    message: expect.stringContaining('missing') as string,
  })
})

it('tries exactly maxAttempts times, with counts and the previous answer in the headers', async () => {
  answers = [500, 500, 204]
  await queue().enqueue({})
  await tasks.idle()
  advance(1)
  await tasks.idle()
  advance(3600)
  await tasks.idle()
  expect(calls).toHaveLength(2)
  expect(calls[1]?.headers).toMatchObject({
    'x-cloudtasks-taskretrycount': '1',
    'x-cloudtasks-taskpreviousresponse': '500',
  })
})

it('keeps tasks and used ids over a restart', async () => {
  await queue().enqueue({ n: 1 }, { id: 'done' })
  await tasks.idle()
  await queue().enqueue({ n: 2 }, { id: 'waits', scheduleTime: new Date(START + 60_000) })
  await tasks.close()
  tasks = await startTasks()
  await expect(queue().enqueue({}, { id: 'done' })).rejects.toMatchObject({
    code: 'functions/task-already-exists',
  })
  advance(60)
  await tasks.idle()
  expect(calls.map(({ body }) => body)).toEqual(['{"data":{"n":1}}', '{"data":{"n":2}}'])
})

it('lists what waits', async () => {
  await queue().enqueue({}, { id: 'waits', scheduleTime: new Date(START + 60_000) })
  const listed = (await (await fetch(tasks.url)).json()) as {
    queues: Record<string, { waiting: { name: string }[] }>
  }
  expect(listed.queues[QUEUE]?.waiting.map(({ name }) => name)).toEqual([`${QUEUE}/tasks/waits`])
})
