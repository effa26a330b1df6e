/** The official Emulator Suite as a child process. */
import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { LOOPBACK } from '../http/listen.ts'
import type { Ports } from '../ports.ts'
import { PROJECT_ID } from '../settings.ts'
import { StackError } from '../stack-error.ts'
import { repositoryRoot } from '../stack-file.ts'

export interface EmulatorSuiteOptions {
  /** Absolute path of the generated firebase.json. */
  configPath: string
  ports: Ports
  /** Use Google's Firestore emulator: needs Java 21, and a download at first use. */
  officialFirestore: boolean
  /** Called at once with the suite, which must be stopped even if it never becomes ready. */
  started: (suite: ChildProcess) => void
  log: (line: string) => void
}

const LINES_IN_ERROR = 15
/**
 * The suite loads functions with require(), and with import() only after ERR_REQUIRE_ESM. Node 24
 * supports require() of ES modules, which fails at the bundle's top-level await with an error the suite does not handle.
 */
const REFUSE_REQUIRE = '--no-experimental-require-module'

/** Starts the suite and resolves when it says that all emulators are ready; rejects with its last lines when it ends first. */
export async function startEmulatorSuite(options: EmulatorSuiteOptions): Promise<ChildProcess> {
  const firebase = createRequire(import.meta.url).resolve('firebase-tools/lib/bin/firebase.js')
  const only = 'functions,auth,hosting,firestore'
  const args = ['emulators:start', '--only', only, '--project', PROJECT_ID, '--config', options.configPath]
  const child = fork(firebase, args, {
    cwd: dirname(options.configPath),
    env: suiteEnvironment(options),
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', moduleUrl('preload.ts')],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Only the supervisor may receive a Ctrl-C: a second signal makes the suite abandon its children.
    detached: true,
  })
  options.started(child)
  const last: string[] = []
  await new Promise<void>((resolve, reject) => {
    const onLine = (line: string) => {
      options.log(line)
      last.push(line)
      if (last.length > LINES_IN_ERROR) last.shift()
      if (line.includes('All emulators ready')) resolve()
    }
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', onLine)
    }
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new StackError(`The Emulator Suite ended with exit code ${code}:\n${last.join('\n')}`))
    })
  })
  return child
}

function moduleUrl(name: string): string {
  return pathToFileURL(join(import.meta.dirname, name)).href
}

function suiteEnvironment({ ports, officialFirestore }: EmulatorSuiteOptions): NodeJS.ProcessEnv {
  const tools = {
    ...process.env,
    WAYPOST_TASKS_HOST: `${LOOPBACK}:${ports.tasks}`,
    NODE_OPTIONS: [process.env.NODE_OPTIONS, REFUSE_REQUIRE, `--import=${moduleUrl('tasks-address.mjs')}`]
      .join(' ')
      .trim(),
    METADATA_SERVER_DETECTION: 'none',
    FIREBASE_CLI_DISABLE_UPDATE_CHECK: 'true',
  }
  if (officialFirestore) return tools
  const bin = join(repositoryRoot, 'packages/embedded-firestore/bin')
  return {
    ...tools,
    // The suite starts `node` for Firestore and functions: it must be the version that runs this.
    PATH: [join(bin, 'java-shim'), dirname(process.execPath), process.env.PATH].join(delimiter),
    FIRESTORE_EMULATOR_BINARY_PATH: join(bin, 'embedded-firestore.mjs'),
  }
}
