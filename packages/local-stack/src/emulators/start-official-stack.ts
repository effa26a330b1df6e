/** `npm run emulators`: the official Emulator Suite over the same bundle, with Meta, tasks and schedules beside it. */
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { Listr, type ListrTask } from 'listr2'
import { startClockServer } from '../clock/clock-server.ts'
import { createDemoUsers } from '../demo-data/demo-users.ts'
import { writeDemoDocuments, type DemoDocuments } from '../demo-data/demo-documents.ts'
import { fetchFunctionTriggers } from '../functions-host/backends.ts'
import { HTTPException } from 'hono/http-exception'
import { mediaFolder } from '../media-folder.ts'
import { portsAtOffset, requireFreePorts } from '../ports.ts'
import { memoryOfThisProcess } from '../processes/attach-to-stack.ts'
import { stopChild, memoryOfChild } from '../processes/start-child.ts'
import { functionsEnvironment, PROJECT_ID, readSettings } from '../settings.ts'
import { StackError } from '../stack-error.ts'
import { dataDirectoryAt, type StackFile } from '../stack-file.ts'
import { buildFunctionsIfStale } from '../stack/build-functions.ts'
import {
  connectFunctions,
  startSharedServices,
  urlAt,
  type SharedServices,
  type SharedServicesOptions,
} from '../stack/shared-services.ts'
import { describeStack } from '../stack/describe-stack.ts'
import { listrOptions, publish, type StackOptions } from '../stack/stack-options.ts'
import { declaredDefaults } from './parameter-defaults.ts'
import { startEmulatorSuite } from './emulator-suite.ts'
import { writeEmulatorsConfig, writeFunctionsSettings } from './emulators-config.ts'

export interface OfficialStackOptions extends StackOptions {
  /** Google's Firestore emulator instead of the embedded one. */
  official: boolean
}

interface Parts {
  sharedServices: SharedServices
  suite: ChildProcess
  demo: DemoDocuments
}

/** The suite needs this long to end its own children. */
const SUITE_TIMEOUT_MS = 15_000

/** Starts all parts and returns their addresses; rejects when a part cannot start. Nothing survives a restart. */
export async function startOfficialStack(options: OfficialStackOptions): Promise<StackFile> {
  const ports = portsAtOffset(options.portOffset)
  const context: SharedServicesOptions = {
    ports,
    settings: readSettings(ports, mediaFolder({ ...options, ephemeral: true })),
    closers: options.closers,
    functionsReady: () => Promise.resolve(),
    log: options.log,
  }
  const parts = {} as Parts
  await new Listr(steps(options, context, parts), listrOptions(options)).run()
  return publish(options, describeStack(ports, context.settings, parts.demo))
}

function steps(options: OfficialStackOptions, context: SharedServicesOptions, parts: Parts): ListrTask[] {
  return [
    { title: 'Ports', task: () => requireFreePorts(context.ports) },
    { title: 'Functions bundle', task: () => buildFunctionsIfStale().then(() => undefined) },
    {
      title: 'Meta and tasks',
      task: async () => {
        parts.sharedServices = await startSharedServices(context)
      },
    },
    { title: 'Official emulators (about 20 seconds)', task: () => startSuite(options, context, parts) },
    { title: 'Demo data', task: () => writeDemoData(context, parts) },
    { title: 'Tasks, schedules, clock', task: () => connect(context, parts) },
  ]
}

async function startSuite(
  options: OfficialStackOptions,
  context: SharedServicesOptions,
  parts: Parts,
): Promise<void> {
  const { ports, settings, closers, log } = context
  const directory = join(dataDirectoryAt(options.portOffset), 'emulators')
  writeFunctionsSettings({ ...(await declaredDefaults(join(directory, 'manifest.json'))), ...settings })
  parts.suite = await startEmulatorSuite({
    configPath: writeEmulatorsConfig(directory, ports, settings),
    ports,
    officialFirestore: options.official,
    started: (suite) => {
      closers.add(() => stopChild(suite, SUITE_TIMEOUT_MS))
    },
    log,
  })
}

async function writeDemoData({ ports, settings, log }: SharedServicesOptions, parts: Parts): Promise<void> {
  const env = functionsEnvironment(settings, ports)
  const [demo] = await Promise.all([
    writeDemoDocuments({ env, log }),
    createDemoUsers(urlAt(ports.auth), PROJECT_ID),
  ])
  parts.demo = demo
}

async function connect({ ports, closers }: SharedServicesOptions, parts: Parts): Promise<void> {
  const triggers = await fetchFunctionTriggers(urlAt(ports.functions))
  if (triggers.length === 0)
    throw new StackError('The functions emulator has loaded no function: see the lines above.')
  connectFunctions(parts.sharedServices, triggers)
  const { clock, schedules } = parts.sharedServices
  const countsUrl = `${urlAt(ports.firestore)}/emulator/v1/counts`
  const notHere = () =>
    Promise.reject(
      new HTTPException(501, {
        message: 'The official emulators cannot do this; the light stack (npm start) can.',
      }),
    )
  const server = await startClockServer({
    port: ports.clock,
    // The official suite runs each function in its own process, which cannot follow a moved clock.
    clock: { ...clock, advance: notHere },
    schedules,
    operations: {
      read: async () => ({ firestore: (await (await fetch(countsUrl)).json()) as object }),
      reset: async () => void (await fetch(countsUrl, { method: 'DELETE' })),
    },
    idle: notHere,
    killFunctions: notHere,
    processes: async () => [
      { name: 'stack', pid: process.pid, ...memoryOfThisProcess() },
      { name: 'emulators', pid: parts.suite.pid, ...(await memoryOfChild(parts.suite)) },
    ],
  })
  closers.add(server.close)
}
