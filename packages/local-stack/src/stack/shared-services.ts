/** Services that the light and the official stack share: Graph simulator, tasks, schedules, clock. */
import { join } from 'node:path'
import { startGraphSimulator, type GraphSimulator } from '@waypost/graph-simulator'
import { createSchedules, type FiringResult, type Schedules } from '../clock/schedules.ts'
import { createStackClock, type StackClock } from '../clock/stack-clock.ts'
import type { FunctionTrigger } from '../functions-host/backends.ts'
import { LOOPBACK } from '../http/listen.ts'
import type { Ports } from '../ports.ts'
import { PROJECT_ID, type Settings } from '../settings.ts'
import { startTasksServer, type TasksServer } from '../tasks/tasks-server.ts'
import type { Closers } from './closers.ts'

/** A load test must not fill the memory: older messages, attempts, requests and webhooks are dropped. */
const SIMULATOR_LOG_LIMIT = 5000

export interface SharedServicesOptions {
  ports: Ports
  settings: Settings
  /** Absent: nothing is stored. */
  dataDirectory?: string
  functionsReady: () => Promise<void>
  closers: Closers
  log: (line: string) => void
}

export interface SharedServices {
  clock: StackClock
  simulator: GraphSimulator
  tasks: TasksServer
  schedules: Schedules
}

/** Starts them; they call no function before `connectFunctions`. */
export async function startSharedServices(options: SharedServicesOptions): Promise<SharedServices> {
  const { ports, settings, dataDirectory, functionsReady, closers, log } = options
  const clock = createStackClock()
  const simulator = await startGraphSimulator({
    port: ports.graph,
    webhookUrl: `${urlAt(ports.hosting)}/webhooks/whatsapp`,
    // During a rotation there are two secrets, separated by a comma; Meta signs with the first.
    appSecret: settings.WHATSAPP_APP_SECRET.split(',')[0] ?? '',
    verifyToken: settings.WHATSAPP_VERIFY_TOKEN,
    accessToken: settings.WHATSAPP_ACCESS_TOKEN,
    wabaId: settings.WHATSAPP_WABA_ID,
    phoneNumberId: settings.WHATSAPP_PHONE_NUMBER_ID,
    logLimit: SIMULATOR_LOG_LIMIT,
    log,
  })
  closers.add(() => simulator.close())
  const tasks = await startTasksServer({
    port: ports.tasks,
    now: clock.now,
    functionsUrl: urlAt(ports.functions),
    functionsReady,
    log,
    ...(dataDirectory !== undefined && { journalPath: join(dataDirectory, 'tasks.ndjson') }),
  })
  closers.add(tasks.close)
  const schedules = createSchedules({
    now: clock.now,
    call: callSchedule(urlAt(ports.functions), functionsReady),
    log,
  })
  closers.add(schedules.close)
  let simulatedMs = 0
  clock.onAdvance((offsetMs) => {
    tasks.wake()
    simulator.advanceClock((offsetMs - simulatedMs) / 1000)
    simulatedMs = offsetMs
  })
  return { clock, simulator, tasks, schedules }
}

/** Opens the queues and starts the schedules of the functions that are there. */
export function connectFunctions(
  { tasks, schedules }: SharedServices,
  triggers: readonly FunctionTrigger[],
): void {
  const queues = triggers.flatMap(({ name, region, taskQueueTrigger }) =>
    taskQueueTrigger
      ? [[`projects/${PROJECT_ID}/locations/${region}/queues/${name}`, taskQueueTrigger] as const]
      : [],
  )
  tasks.configure(Object.fromEntries(queues))
  schedules.configure(triggers)
}

/** The address of a port on this machine. */
export function urlAt(port: number): string {
  return `http://${LOOPBACK}:${port}`
}

/** Where a function's events and schedules are posted to. */
export function triggerUrl(functionsUrl: string, trigger: FunctionTrigger): string {
  return `${functionsUrl}/functions/projects/${PROJECT_ID}/triggers/${trigger.id}-0`
}

function callSchedule(functionsUrl: string, functionsReady: () => Promise<void>) {
  return async (trigger: FunctionTrigger, headers: Record<string, string>): Promise<FiringResult> => {
    await functionsReady()
    const started = performance.now()
    const response = await fetch(triggerUrl(functionsUrl, trigger), { method: 'POST', headers })
    const body = await response.text()
    return { status: response.status, durationMs: Math.round(performance.now() - started), body }
  }
}
