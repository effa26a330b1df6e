/** The child's side of the supervisor protocol. */

interface MemoryRequest {
  ask: 'memory'
}

export interface MemoryResponse {
  memory: { rss: number; heapUsed: number }
}

/**
 * Ends this process when the IPC channel closes, which also happens when the supervisor is killed. Answers memory
 * requests. Ignores signals: a Ctrl-C reaches the whole process group, but the supervisor decides the order of shutdown.
 */
export function attachToStack(): void {
  process.on('disconnect', () => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
  serveMemoryRequests()
}

/** Answers the supervisor's memory requests. */
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
