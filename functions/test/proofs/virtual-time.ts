import { setImmediate } from 'node:timers'

/** Time that stands still while anybody works, and jumps to the next alarm when everybody sleeps. */
export interface VirtualTime {
  /** Sleeps in this time. */
  sleep(seconds: number): Promise<void>
  /** The same port of asynchronous functions; while one of them is under way, somebody works. */
  working<P extends object>(port: P): P
}

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

type Call = (...args: unknown[]) => unknown

export function virtualTime(clock: { now(): Date; advance(seconds: number): void }): VirtualTime {
  const sleepers: Sleeper[] = []
  let atWork = 0
  const goOn = (): void => {
    const next = sleepers[0]
    if (atWork > 0 || !next) return
    sleepers.shift()
    clock.advance(Math.max(0, (next.until - clock.now().getTime()) / 1000))
    next.wake()
  }
  // What was woken or has finished shall begin its next piece of work first.
  const lookSoon = (): void => void setImmediate(goOn)
  return {
    sleep: (seconds) =>
      new Promise((resolve) => {
        const sleeper = { until: clock.now().getTime() + seconds * 1000, wake: resolve }
        const place = sleepers.findIndex(({ until }) => until > sleeper.until)
        sleepers.splice(place < 0 ? sleepers.length : place, 0, sleeper)
        lookSoon()
      }),
    working<P extends object>(port: P): P {
      const wrapped = Object.entries(port as Record<string, Call>).map(([verb, call]) => [
        verb,
        async (...args: unknown[]) => {
          atWork++
          try {
            return await call(...args)
          } finally {
            atWork--
            lookSoon()
          }
        },
      ])
      return Object.fromEntries(wrapped) as P
    },
  }
}
