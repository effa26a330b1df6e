/** Keeps one functions process running: starts it, starts it again after a crash, and lets callers wait for it. */
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { stopChild, startChild } from '../processes/start-child.ts'
import { restartDelayMs } from './restart-delay.ts'

export interface FunctionsSupervision {
  bundlePath: string
  port: number
  env: NodeJS.ProcessEnv
  /** A new process starts at the time the stack has been moved to. */
  clockOffsetMs: () => number
  /** Lines the functions print. */
  log: (line: string) => void
}

export interface SupervisedFunctions {
  functionNames: string[]
  /** Resolves when the functions can be called. */
  ready: () => Promise<void>
  /** Kills the process as a crash would; resolves with the new one's id when it is up. */
  kill: () => Promise<{ pid: number }>
  process: () => ChildProcess
  stop: () => Promise<void>
}

/** Uptime after which a process counts as healthy and its crash counter restarts. */
const HEALTHY_MS = 30_000

interface State {
  child: ChildProcess
  ready: Promise<void>
  stopping: boolean
  failuresInARow: number
}

/** Starts the functions; rejects with a StackError when they cannot be loaded the first time. */
export async function superviseFunctions(options: FunctionsSupervision): Promise<SupervisedFunctions> {
  const { child, result } = await startHost(options)
  const state: State = { child, ready: Promise.resolve(), stopping: false, failuresInARow: 0 }
  watch(state, options)
  return {
    functionNames: (result as { functionNames: string[] }).functionNames,
    ready: () => state.ready,
    process: () => state.child,
    kill: async () => {
      const gone = new Promise((resolve) => state.child.once('exit', resolve))
      state.child.kill('SIGKILL')
      await gone
      await state.ready
      return { pid: state.child.pid ?? 0 }
    },
    stop: async () => {
      state.stopping = true
      await stopChild(state.child)
    },
  }
}

function startHost({ bundlePath, port, env, clockOffsetMs, log }: FunctionsSupervision) {
  return startChild({
    module: join(import.meta.dirname, 'main.ts'),
    log,
    env: {
      ...env,
      FUNCTIONS_HOST_BUNDLE: bundlePath,
      FUNCTIONS_HOST_PORT: String(port),
      WAYPOST_CLOCK_OFFSET_MS: String(clockOffsetMs()),
    },
  })
}

function watch(state: State, options: FunctionsSupervision): void {
  const startedAt = Date.now()
  state.child.once('exit', (code, signal) => {
    if (state.stopping) return
    if (Date.now() - startedAt > HEALTHY_MS) state.failuresInARow = 0
    options.log(`The functions process ended (${signal ?? `exit code ${code}`}); starting it again.`)
    // SIGKILL is not a failure of the code: crash tests send it in quick succession.
    if (signal !== 'SIGKILL') state.failuresInARow += 1
    state.ready = restart(state, options)
  })
}

async function restart(state: State, options: FunctionsSupervision): Promise<void> {
  for (;;) {
    await wait(restartDelayMs(state.failuresInARow))
    if (state.stopping) return
    try {
      const { child } = await startHost(options)
      state.child = child
      watch(state, options)
      return
    } catch (error) {
      state.failuresInARow += 1
      options.log(`The functions could not be started again: ${(error as Error).message}`)
    }
  }
}
