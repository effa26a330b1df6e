/** What every process of the stack promises its supervisor. */

interface MemoryQuestion {
  ask: 'memory'
}

export interface MemoryAnswer {
  memory: { rss: number; heapUsed: number }
}

/**
 * Ends this process when its supervisor closes the IPC channel or is gone, however it went: even SIGKILL closes it.
 * Answers its question for memory. A Ctrl-C in the terminal, or a signal to the process group, reaches every process;
 * only the supervisor acts on it, in its own order.
 */
export function joinStack(): void {
  process.on('disconnect', () => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
  answerMemoryQuestions()
}

/** Tells the supervisor this process's memory whenever it asks. */
export function answerMemoryQuestions(): void {
  process.on('message', (message: Partial<MemoryQuestion>) => {
    if (message.ask === 'memory') process.send?.({ memory: memoryOfThisProcess() } satisfies MemoryAnswer)
  })
}

/** Bytes of this process: resident, and used of the JavaScript heap. */
export function memoryOfThisProcess(): MemoryAnswer['memory'] {
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heapUsed }
}
