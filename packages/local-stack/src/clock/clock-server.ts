/** The stack's control interface, for tests and manual use: time, schedules, counts, idle state. */
import type { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { createJsonApi, jsonServer, readJson } from '../http/json-api.ts'
import { closeServer, listen, LOOPBACK } from '../http/listen.ts'
import type { Schedules } from './schedules.ts'
import type { StackClock } from './stack-clock.ts'

export interface ClockServerOptions {
  port: number
  clock: StackClock
  schedules: Schedules
  /** Reads (and resets) the counts of billed operations. */
  operations: { read: () => Promise<object>; reset: () => Promise<void> }
  /** Resolves when the stack is idle; rejects with a 504 that names the busy parts. */
  idle: (timeoutMs: number) => Promise<void>
  /** Kills the functions process as a crash would, and resolves when a new one is up. */
  killFunctions: () => Promise<{ pid: number }>
  /** Memory of each process of the stack. */
  processes: () => Promise<object[]>
}

export interface ClockServer {
  url: string
  port: number
  close: () => Promise<void>
}

/** Starts the control interface on loopback. */
export async function startClockServer(options: ClockServerOptions): Promise<ClockServer> {
  const api = createJsonApi()
  addTimeRoutes(api, options)
  addStackRoutes(api, options)
  const server = jsonServer(api)
  const port = await listen(server, options.port)
  return { url: `http://${LOOPBACK}:${port}`, port, close: () => closeServer(server) }
}

function addTimeRoutes(api: Hono, { clock, schedules }: ClockServerOptions): void {
  let paused = false
  const time = () => ({ now: clock.now(), offsetMs: clock.offsetMs(), paused })
  const setPaused = (value: boolean) => {
    paused = value
    schedules.setPaused(value)
    return time()
  }
  api.get('/', (c) => c.json({ ...time(), pid: process.pid, schedules: schedules.list() }))
  api.post('/fire/:name', async (c) => c.json(await schedules.fire(c.req.param('name'))))
  api.post('/advance', async (c) => {
    await clock.advance(readSeconds(await readJson(c)))
    return c.json(time())
  })
  api.post('/pause', (c) => c.json(setPaused(true)))
  api.post('/resume', (c) => c.json(setPaused(false)))
}

function addStackRoutes(api: Hono, { operations, idle, killFunctions, processes }: ClockServerOptions): void {
  api.get('/operations', async (c) => c.json(await operations.read()))
  api.delete('/operations', async (c) => {
    await operations.reset()
    return c.json({})
  })
  api.get('/idle', async (c) => {
    await idle(Number(c.req.query('timeoutMs') ?? 30_000))
    return c.json({ idle: true })
  })
  api.get('/processes', async (c) => c.json(await processes()))
  api.post('/functions/kill', async (c) => c.json(await killFunctions()))
}

function readSeconds(body: unknown): number {
  const seconds = (body as { seconds?: unknown } | undefined)?.seconds
  if (typeof seconds === 'number' && seconds >= 0) return seconds
  throw new HTTPException(400, { message: 'Send {"seconds": N} with N >= 0: time moves forward only.' })
}
