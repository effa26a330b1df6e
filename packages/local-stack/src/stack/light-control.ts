/** Serves the light stack's control interface on the clock port. */
import { startClockServer } from '../clock/clock-server.ts'
import { memoryOfThisProcess } from '../processes/attach-to-stack.ts'
import { memoryOfChild } from '../processes/start-child.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { urlAt } from './shared-services.ts'
import { waitUntilIdle } from './wait-until-idle.ts'
import type { StackContext, LightStackParts } from './light-services.ts'
import type { ProcessMemory } from './stats.ts'

interface InvocationsAnswer {
  counts: Record<string, number>
  running: number
}

const POLL_MS = 20

/** Starts the interface. All parts must be running. */
export async function startLightControl(context: StackContext, parts: LightStackParts): Promise<void> {
  const { sharedServices, firestore, functions } = parts
  const { clock, simulator, tasks, schedules } = sharedServices
  const invocationsUrl = `${urlAt(context.ports.functions)}/__/invocations`
  const invocations = async () => {
    await functions.ready()
    return (await (await fetch(invocationsUrl)).json()) as InvocationsAnswer
  }
  const operations = {
    read: async () => ({ firestore: firestore.counts(), invocations: (await invocations()).counts }),
    reset: async () => {
      firestore.resetCounts()
      await functions.ready()
      await fetch(invocationsUrl, { method: 'DELETE' })
    },
  }
  const idle = (timeoutMs: number) =>
    waitUntilIdle(
      {
        parts: [
          { name: 'functions', idle: () => until(async () => (await invocations()).running === 0) },
          { name: 'schedules', idle: () => until(() => schedules.running() === 0) },
          { name: 'tasks', idle: tasks.idle },
          { name: 'Firestore events', idle: () => firestore.eventsIdle() },
          { name: "Meta's webhooks", idle: () => simulator.webhooksIdle() },
        ],
        activity: async () => JSON.stringify(await operations.read()),
      },
      timeoutMs,
    )
  const server = await startClockServer({
    port: context.ports.clock,
    clock,
    schedules,
    operations,
    idle,
    killFunctions: functions.kill,
    processes: () => processesOf(parts),
  })
  context.closers.add(server.close)
}

async function processesOf({ functions, auth }: LightStackParts): Promise<ProcessMemory[]> {
  const children = { functions: functions.process(), auth }
  const measured = await Promise.all(
    Object.entries(children).map(async ([name, child]) => ({
      name,
      pid: child.pid ?? 0,
      ...(await memoryOfChild(child)),
    })),
  )
  return [{ name: 'stack', pid: process.pid, ...memoryOfThisProcess() }, ...measured]
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(POLL_MS)
}
