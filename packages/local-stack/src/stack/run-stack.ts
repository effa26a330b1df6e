/** Runs a stack in this process until a stop signal, or until its parent process ends. */
import { once } from 'node:events'
import { StackError } from '../stack-error.ts'
import type { StackFile } from '../stack-file.ts'
import { banner } from './banner.ts'
import { createClosers } from './closers.ts'
import { readableLine } from './log-line.ts'
import type { StackOptions } from './stack-options.ts'

export interface RunOptions extends Omit<StackOptions, 'log' | 'progress' | 'closers'> {
  /** True in the background process of `--detach`, which outlives its parent. */
  detached: boolean
}

/** Message of a detached stack to the command that started it. */
export type DetachedMessage = { banner: string } | { failed: string }

/** Starts, prints the banner, and resolves with the exit code when everything has stopped: 1 when it could not start. */
export async function runStack(
  start: (options: StackOptions) => Promise<StackFile>,
  options: RunOptions,
): Promise<number> {
  const { detached, portOffset } = options
  const started = performance.now()
  const stopped = waitForStop(detached)
  const output = createOutput()
  const closers = createClosers(output.log)
  try {
    const up = start({ ...options, closers, progress: !detached, log: output.log })
    const stack = await Promise.race([up, stopped])
    if (stack !== 'stopped') {
      sendToParent({ banner: banner(stack, (performance.now() - started) / 1000, portOffset) }, detached)
      output.show()
      await stopped
    }
    await closers.closeAll()
    return 0
  } catch (error) {
    await closers.closeAll()
    output.show()
    if (!(error instanceof StackError)) console.error(error)
    sendToParent({ failed: (error as Error).message }, detached)
    return 1
  }
}

/** Buffers lines until `show`: printing them earlier would break the progress display. */
function createOutput(): { log: (line: string) => void; show: () => void } {
  let early: string[] | undefined = []
  return {
    log: (line) => {
      const readable = readableLine(line, new Date())
      if (early) early.push(readable)
      else console.log(readable)
    },
    show: () => {
      early?.forEach((line) => {
        console.log(line)
      })
      early = undefined
    },
  }
}

function sendToParent(message: DetachedMessage, detached: boolean): void {
  if ('banner' in message) console.log(message.banner)
  else console.error(message.failed)
  if (detached && process.connected) process.send?.(message)
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP, or when the parent's IPC channel closes. Repeated signals change nothing. */
function waitForStop(detached: boolean): Promise<'stopped'> {
  const events: Promise<unknown>[] = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const first = once(process, signal)
    process.on(signal, () => undefined)
    return first
  })
  if (!detached && process.connected) events.push(once(process, 'disconnect'))
  return Promise.race(events).then(() => 'stopped' as const)
}
