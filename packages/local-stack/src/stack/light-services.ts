/** The parts of the light stack, and how each is started. */
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { startEmbeddedFirestore, type EmbeddedFirestore } from '@waypost/embedded-firestore'
import type { DemoDocuments } from '../demo-data/demo-documents.ts'
import { fetchFunctionTriggers, type FunctionTrigger } from '../functions-host/backends.ts'
import { superviseFunctions, type SupervisedFunctions } from '../functions-host/supervise-functions.ts'
import { readHostingConfig } from '../hosting/hosting-config.ts'
import { startHosting } from '../hosting/hosting-server.ts'
import type { Ports } from '../ports.ts'
import { stopChild, startChild } from '../processes/start-child.ts'
import { functionsEnvironment, PROJECT_ID, type Settings } from '../settings.ts'
import { repositoryRoot } from '../stack-file.ts'
import type { Closers } from './closers.ts'
import {
  connectFunctions,
  startSharedServices,
  triggerUrl,
  urlAt,
  type SharedServices,
} from './shared-services.ts'

/** Shared inputs of every part. */
export interface StackContext {
  ports: Ports
  settings: Settings
  bundlePath: string
  /** Absent: nothing is stored. */
  dataDirectory?: string
  closers: Closers
  log: (line: string) => void
}

export interface LightStackParts {
  sharedServices: SharedServices
  firestore: EmbeddedFirestore
  functions: SupervisedFunctions
  triggers: FunctionTrigger[]
  auth: ChildProcess
  demo: DemoDocuments
}

/** Starts the official auth emulator; it takes longest, about five seconds. */
export async function startAuth({ ports, closers, log }: StackContext): Promise<ChildProcess> {
  let ready = false
  const { child } = await startChild({
    module: join(import.meta.dirname, '../auth/auth-process.ts'),
    env: { ...process.env, GCLOUD_PROJECT: PROJECT_ID, AUTH_EMULATOR_PORT: String(ports.auth) },
    log,
    started: (auth) => {
      // Before it is ready it compiles schemas and handles no messages; SIGKILL loses nothing.
      closers.add(() => (ready ? stopChild(auth) : void auth.kill('SIGKILL')))
    },
  })
  ready = true
  return child
}

/** Starts Firestore, and Meta, tasks and clock beside it. */
export async function startDataParts(context: StackContext, parts: LightStackParts): Promise<void> {
  const { ports, dataDirectory, closers } = context
  // Commit times follow the moved clock.
  const now = () => parts.sharedServices.clock.now()
  const functionsReady = () => parts.functions.ready()
  parts.sharedServices = await startSharedServices({ ...context, functionsReady })
  parts.firestore = await startEmbeddedFirestore({
    port: ports.firestore,
    indexFile: join(repositoryRoot, 'firestore.indexes.json'),
    now,
    ...(dataDirectory !== undefined && { dataDirectory: join(dataDirectory, 'firestore') }),
  })
  closers.add(() => parts.firestore.close())
}

/** Starts the functions and connects their callers; resolves with the triggers. */
export async function startFunctions(
  context: StackContext,
  parts: LightStackParts,
): Promise<FunctionTrigger[]> {
  const { ports, settings, bundlePath, closers, log } = context
  const { clock } = parts.sharedServices
  parts.functions = await superviseFunctions({
    bundlePath,
    port: ports.functions,
    env: functionsEnvironment(settings, ports),
    clockOffsetMs: clock.offsetMs,
    log,
  })
  closers.add(() => parts.functions.stop())
  const functionsUrl = urlAt(ports.functions)
  clock.onAdvance(async (offsetMs) => {
    await parts.functions.ready()
    await fetch(`${functionsUrl}/__/clock`, { method: 'POST', body: JSON.stringify({ offsetMs }) })
  })
  const triggers = await fetchFunctionTriggers(functionsUrl)
  for (const trigger of triggers) {
    const { eventTrigger } = trigger
    if (!eventTrigger) continue
    const { eventFilterPathPatterns, eventFilters, eventType, retry = false } = eventTrigger
    parts.firestore.addTrigger({
      id: trigger.id,
      eventType,
      retry,
      project: PROJECT_ID,
      database: eventFilters?.database ?? '(default)',
      document: eventFilterPathPatterns?.document ?? eventFilters?.document ?? '',
      url: triggerUrl(functionsUrl, trigger),
    })
  }
  connectFunctions(parts.sharedServices, triggers)
  return triggers
}

/** Starts hosting, the public entry point. */
export async function startHostingServer(
  { ports, closers }: StackContext,
  parts: LightStackParts,
): Promise<void> {
  const regions = new Map(parts.triggers.map(({ name, region }) => [name, region]))
  const hosting = await startHosting({
    port: ports.hosting,
    projectId: PROJECT_ID,
    config: readHostingConfig(join(repositoryRoot, 'firebase.json')),
    functionsUrl: urlAt(ports.functions),
    regionOf: (functionId) => regions.get(functionId),
    functionsReady: () => parts.functions.ready(),
  })
  closers.add(hosting.close)
}
