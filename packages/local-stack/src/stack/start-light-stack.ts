/** `npm start`: starts the light stack; the slow auth emulator starts in parallel. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Listr, type ListrTask } from 'listr2'
import { writeDemoDocuments } from '../demo-data/demo-documents.ts'
import { createDemoUsers } from '../demo-data/demo-users.ts'
import { mediaFolder } from '../media-folder.ts'
import { portsAtOffset, requireFreePorts } from '../ports.ts'
import { functionsEnvironment, PROJECT_ID, readSettings } from '../settings.ts'
import { dataDirectoryAt, type StackFile } from '../stack-file.ts'
import { buildFunctionsIfStale, bundlePath } from './build-functions.ts'
import { urlAt } from './shared-services.ts'
import { describeStack } from './describe-stack.ts'
import { startLightControl } from './light-control.ts'
import { startAuth, startDataParts, startHostingServer, startFunctions } from './light-services.ts'
import type { StackContext, LightStackParts } from './light-services.ts'
import { listrOptions, publish, type StackOptions } from './stack-options.ts'

/** Starts all parts and returns their addresses; rejects when a part cannot start. */
export async function startLightStack(options: StackOptions): Promise<StackFile> {
  const context = createStackContext(options)
  const parts = {} as LightStackParts
  await new Listr(steps(options, context, parts), listrOptions(options)).run()
  return publish(options, describeStack(context.ports, context.settings, parts.demo))
}

function createStackContext({
  portOffset,
  ephemeral,
  bundlePath: bundle = bundlePath,
  closers,
  log,
}: StackOptions): StackContext {
  const ports = portsAtOffset(portOffset)
  return {
    ports,
    settings: readSettings(ports, mediaFolder({ portOffset, ephemeral, closers })),
    bundlePath: bundle,
    closers,
    log,
    ...(!ephemeral && { dataDirectory: dataDirectoryAt(portOffset) }),
  }
}

function steps(options: StackOptions, context: StackContext, parts: LightStackParts): ListrTask[] {
  const { hub: _hub, logging: _logging, ...used } = context.ports
  return [
    { title: 'Ports', task: () => requireFreePorts(used) },
    { title: 'Remove old data', enabled: options.fresh, task: () => removeData(options.portOffset) },
    {
      title: 'Functions bundle',
      enabled: options.bundlePath === undefined,
      task: async (_, task) => {
        task.title = (await buildFunctionsIfStale())
          ? 'Functions bundle built'
          : 'Functions bundle is up to date'
      },
    },
    {
      title: 'Parts',
      task: (_, task) =>
        task.newListr([authStep(context, parts), ...partSteps(context, parts)], {
          concurrent: true,
          exitOnError: true,
        }),
    },
  ]
}

function authStep(context: StackContext, parts: LightStackParts): ListrTask {
  return {
    title: 'Auth emulator and users',
    task: async () => {
      parts.auth = await startAuth(context)
      await createDemoUsers(urlAt(context.ports.auth), PROJECT_ID)
    },
  }
}

function partSteps(context: StackContext, parts: LightStackParts): ListrTask[] {
  const { dataDirectory } = context
  return [
    {
      title: 'Firestore, Meta, tasks, demo data, functions, hosting, clock',
      task: async (_, task) => {
        await startDataParts(context, parts)
        const demo = writeDemoDocuments({
          env: functionsEnvironment(context.settings, context.ports),
          log: context.log,
          ...(dataDirectory !== undefined && { keyPath: join(dataDirectory, 'demo-key') }),
        })
        const [triggers] = await Promise.all([startFunctions(context, parts), demo])
        parts.triggers = triggers
        parts.demo = await demo
        await startHostingServer(context, parts)
        await startLightControl(context, parts)
        task.title = `Firestore, Meta, tasks, demo data, ${triggers.length} functions, hosting, clock`
      },
    },
  ]
}

function removeData(portOffset: number): void {
  const directory = dataDirectoryAt(portOffset)
  for (const name of ['firestore', 'tasks.ndjson', 'demo-key', 'media']) {
    rmSync(join(directory, name), { recursive: true, force: true })
  }
}
