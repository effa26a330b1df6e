/** What every process of the stack promises its supervisor. */

interface MemoryRequest {
  ask: 'memory'
}

export interface MemoryResponse {
  memory: { rss: number; heapUsed: number }
}

/**
 * Ends this process when its supervisor closes the IPC channel or is gone, however it went: even SIGKILL closes it.
 * Answers its question for memory. A Ctrl-C in the terminal, or a signal to the process group, reaches every process;
 * only the supervisor acts on it, in its own order.
 */
export function attachToStack(): void {
  process.on('disconnect', () => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
  serveMemoryRequests()
}

/** Tells the supervisor this process's memory whenever it asks. */
export function serveMemoryRequests(): void {
  process.on('message', (message: Partial<MemoryRequest>) => {
    if (message.ask === 'memory') process.send?.({ memory: memoryOfThisProcess() } satisfies MemoryResponse)
  })
}

/** Bytes of this process: resident, and used of the JavaScript heap. */
export function memoryOfThisProcess(): MemoryResponse['memory'] {
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heapUsed }
}
