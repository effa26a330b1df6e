/** The stack's movable clock. Tasks, schedules, simulator and Firestore read it; functions receive its offset. */

export interface StackClock {
  now: () => Date
  offsetMs: () => number
  /** Moves time forward; resolves when every listener has finished. */
  advance: (seconds: number) => Promise<void>
  /** Registers a listener for each move; it receives the new offset in milliseconds. */
  onAdvance: (listener: (offsetMs: number) => void | Promise<void>) => void
}

/** Creates a clock that runs with the machine's until it is advanced. */
export function createStackClock(machineNow: () => number = Date.now): StackClock {
  let offset = 0
  const listeners: ((offsetMs: number) => void | Promise<void>)[] = []
  return {
    now: () => new Date(machineNow() + offset),
    offsetMs: () => offset,
    onAdvance: (listener) => void listeners.push(listener),
    async advance(seconds) {
      offset += Math.round(seconds * 1000)
      for (const listener of listeners) await listener(offset)
    },
  }
}
