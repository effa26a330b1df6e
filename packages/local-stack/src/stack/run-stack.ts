/** Runs a stack in this process until it is told to stop, or whoever started it is gone. */
import { once } from 'node:events'
import { StackError } from '../stack-error.ts'
import { banner } from './banner.ts'
import { readableLine } from './log-line.ts'
import type { RunningStack, StackOptions } from './running-stack.ts'

export interface RunOptions extends Omit<StackOptions, 'log' | 'progress'> {
  /** Set in the process that `--detach` leaves behind: it outlives its parent. */
  detached: boolean
}

/** What a detached stack tells the command that started it. */
export type DetachedNews = { banner: string } | { failed: string }

/** Starts, prints the banner, and resolves when the stack has stopped; the exit code is 1 when it could not start. */
export async function runStack(
  start: (options: StackOptions) => Promise<RunningStack>,
  options: RunOptions,
): Promise<number> {
  const started = performance.now()
  // Lines that come while the steps are drawn would tear the picture; they follow it.
  const early: string[] = []
  let log = (line: string): void => void early.push(line)
  const stopped = untilStopped(options.detached)
  try {
    const logLine = (line: string) => {
      log(readableLine(line, new Date()))
    }
    const running = start({ ...options, progress: !options.detached, log: logLine })
    const stack = await Promise.race([running, stopped])
    if (stack === 'stopped') return 0
    tell(
      { banner: banner(stack.file, (performance.now() - started) / 1000, options.portOffset) },
      options.detached,
    )
    log = (line) => {
      console.log(line)
    }
    early.forEach((line) => {
      log(line)
    })
    await stopped
    await stack.stop()
    return 0
  } catch (error) {
    early.forEach((line) => {
      console.error(line)
    })
    if (!(error instanceof StackError)) console.error(error)
    tell({ failed: (error as Error).message }, options.detached)
    return 1
  }
}

function tell(news: DetachedNews, detached: boolean): void {
  const text = 'banner' in news ? news.banner : news.failed
  if ('banner' in news) console.log(text)
  else console.error(text)
  if (detached && process.connected) process.send?.(news)
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP, or when the parent's IPC channel closes. Repeated signals change nothing. */
function untilStopped(detached: boolean): Promise<'stopped'> {
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const first = once(process, signal)
    process.on(signal, () => undefined)
    return first
  })
  if (!detached && process.connected) events.push(once(process, 'disconnect'))
  return Promise.race(events).then(() => 'stopped' as const)
}
