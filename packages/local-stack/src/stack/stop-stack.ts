/** `npm stop`: ends the stack that runs in the background, or in another terminal. */
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive } from '../processes/process-alive.ts'
import { StackError } from '../stack-error.ts'
import { readStackFile, removeStackFile } from '../stack-file.ts'

const STOP_TIMEOUT_MS = 15_000

/** Stops the stack and waits for its end; no error when none is running. */
export async function stopStack(portOffset: number): Promise<void> {
  const stack = readStackFile(portOffset)
  if (!stack || !(await isThisStack(stack.clockUrl, stack.pid))) {
    removeStackFile(portOffset)
    console.log('No stack is running here.')
    return
  }
  process.kill(stack.pid, 'SIGTERM')
  const deadline = Date.now() + STOP_TIMEOUT_MS
  while (isAlive(stack.pid)) {
    if (Date.now() > deadline) {
      // Its children end when their IPC channel closes.
      process.kill(stack.pid, 'SIGKILL')
      removeStackFile(portOffset)
      throw new StackError(`The stack did not end within ${STOP_TIMEOUT_MS / 1000} s and was killed.`)
    }
    await wait(50)
  }
  removeStackFile(portOffset)
  console.log('The stack has stopped.')
}

/** Guards against a reused process id after a crash: only the stack itself reports this id on its port. */
async function isThisStack(clockUrl: string, pid: number): Promise<boolean> {
  const response = await fetch(clockUrl, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
  if (!response?.ok) return false
  return ((await response.json()) as { pid?: number }).pid === pid
}
