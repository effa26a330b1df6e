/** The stack's control interface: time, schedules, counts and rest. Tests steer by it, people may. */
import { HttpRefusal, jsonServer, type JsonRoute } from '../http/json-server.ts'
import { closeServer, listen, LOOPBACK } from '../http/listen.ts'
import type { Schedules } from './schedules.ts'
import type { StackClock } from './stack-clock.ts'

export interface ClockServerOptions {
  port: number
  clock: StackClock
  schedules: Schedules
  /** Reads (and resets) the counts of billed operations. */
  operations: { read: () => Promise<object>; reset: () => Promise<void> }
  /** Resolves when nothing is under way; rejects with a 504 refusal that says what is. */
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
  const server = jsonServer([...timeRoutes(options), ...stackRoutes(options)])
  const port = await listen(server, options.port)
  return { url: `http://${LOOPBACK}:${port}`, port, close: () => closeServer(server) }
}

function timeRoutes({ clock, schedules }: ClockServerOptions): JsonRoute[] {
  let paused = false
  const time = () => ({ now: clock.now(), offsetMs: clock.offsetMs(), paused })
  const setPaused = (value: boolean) => () => {
    paused = value
    schedules.setPaused(value)
    return { body: time() }
  }
  return [
    {
      method: 'GET',
      path: '/',
      handle: () => ({ body: { ...time(), pid: process.pid, schedules: schedules.list() } }),
    },
    {
      method: 'POST',
      path: '/fire/:name',
      handle: async ({ params }) => ({ body: await schedules.fire(params.name ?? '') }),
    },
    {
      method: 'POST',
      path: '/advance',
      handle: async ({ body }) => {
        await clock.advance(readSeconds(body))
        return { body: time() }
      },
    },
    { method: 'POST', path: '/pause', handle: setPaused(true) },
    { method: 'POST', path: '/resume', handle: setPaused(false) },
  ]
}

function stackRoutes({ operations, idle, killFunctions, processes }: ClockServerOptions): JsonRoute[] {
  const readIdle = async (query: URLSearchParams) => {
    await idle(Number(query.get('timeoutMs') ?? 30_000))
    return { body: { idle: true } }
  }
  const resetOperations = async () => {
    await operations.reset()
    return {}
  }
  return [
    { method: 'GET', path: '/operations', handle: async () => ({ body: await operations.read() }) },
    { method: 'DELETE', path: '/operations', handle: resetOperations },
    { method: 'GET', path: '/idle', handle: ({ query }) => readIdle(query) },
    { method: 'GET', path: '/processes', handle: async () => ({ body: await processes() }) },
    { method: 'POST', path: '/functions/kill', handle: async () => ({ body: await killFunctions() }) },
  ]
}

function readSeconds(body: unknown): number {
  const seconds = (body as { seconds?: unknown } | undefined)?.seconds
  if (typeof seconds === 'number' && seconds >= 0) return seconds
  throw new HttpRefusal(400, 'Send {"seconds": N} with N >= 0: time moves forward only.')
}
