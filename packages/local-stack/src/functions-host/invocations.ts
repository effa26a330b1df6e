/** Exact counts of how often each function ran: what Cloud Functions would bill. */
export interface Invocations {
  /** Counts one run; call the returned function when it has ended. */
  begin: (name: string) => () => void
  counts: () => Record<string, number>
  running: () => number
  reset: () => void
}

/** Creates a counter; functions that never ran are not listed. */
export function createInvocations(): Invocations {
  let counts: Record<string, number> = {}
  let running = 0
  return {
    begin(name) {
      counts[name] = (counts[name] ?? 0) + 1
      running += 1
      let ended = false
      return () => {
        if (!ended) running -= 1
        ended = true
      }
    },
    counts: () => ({ ...counts }),
    running: () => running,
    reset: () => {
      counts = {}
    },
  }
}
