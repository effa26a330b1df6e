/** Starts a process of the stack and waits until it says that it is ready. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { StackError } from '../stack-error.ts'
import type { MemoryResponse } from './attach-to-stack.ts'

export interface ChildOptions {
  /** Absolute path of the module to run. */
  module: string
  env: NodeJS.ProcessEnv
  /** Called at once with the child, which must be stopped even if it never becomes ready. */
  started?: (child: ChildProcess) => void
  /** Gets each line the child prints. */
  log: (line: string) => void
}

/** A child's first message: its result, or why it could not start. */
type FirstMessage = { ready: unknown } | { failed: string }

/** Resolves when the child is ready; rejects with a StackError when it says why not, or ends before. */
export async function startChild(options: ChildOptions): Promise<{ child: ChildProcess; result: unknown }> {
  const child = fork(options.module, {
    env: options.env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  options.started?.(child)
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.log)
  }
  const result = await new Promise((resolve, reject) => {
    child.once('message', (message: FirstMessage) => {
      if ('ready' in message) resolve(message.ready)
      else reject(new StackError(message.failed))
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(
        new StackError(`${options.module} ended before it was ready (${signal ?? `exit code ${code}`}).`),
      )
    })
  })
  return { child, result }
}

/** Stops a child by closing its IPC channel; sends SIGKILL after the timeout. */
export async function stopChild(child: ChildProcess, timeoutMs = 2000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  const killTimer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  if (child.connected) child.disconnect()
  await exit
  clearTimeout(killTimer)
}

/** Requests a child's memory use; undefined without an answer within one second. */
export async function memoryOfChild(child: ChildProcess): Promise<MemoryResponse['memory'] | undefined> {
  if (!child.connected) return undefined
  try {
    const answer = once(child, 'message', { signal: AbortSignal.timeout(1000) })
    child.send({ ask: 'memory' })
    const [message] = (await answer) as [MemoryResponse]
    return message.memory
  } catch {
    return undefined
  }
}
