/** Work that runs once at a time, shared by concurrent callers. */
export interface SingleFlight<T> {
  /** The result of the run under way, or of a new one. */
  run(): Promise<T>
  /** The result of a run that begins now or later: what was true before this call is seen by it. */
  runFresh(): Promise<T>
}

/** Callers that arrive during a run share it. A failure is shared too, and not cached. */
export function singleFlight<T>(work: () => Promise<T>): SingleFlight<T> {
  let running: Promise<T> | undefined
  let next: Promise<T> | undefined
  const start = (): Promise<T> => {
    running = work().finally(() => (running = undefined))
    return running
  }
  return {
    run: () => running ?? start(),
    async runFresh() {
      if (!running) return start()
      next ??= running.then(
        () => ((next = undefined), start()),
        () => ((next = undefined), start()),
      )
      return next
    },
  }
}
