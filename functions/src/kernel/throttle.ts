import type { Clock } from './clock.ts'

/** Admits callers at a steady rate; early ones wait. */
export interface Throttle {
  /** Resolves when the caller may proceed. */
  acquire(): Promise<void>
  /** Halves the rate for a minute, after the remote side asked to slow down. */
  slowDown(): void
}

/** Waits on the injected clock. */
export type Sleep = (seconds: number) => Promise<void>

const SLOWDOWN_SECONDS = 60

/** One rate per name; the last requested rate applies. */
export function createThrottles(clock: Clock, sleep: Sleep): (name: string, perSecond: number) => Throttle {
  const known = new Map<string, { rate: { perSecond: number }; pace: Throttle }>()
  return (name, perSecond) => {
    const rate = known.get(name)?.rate ?? { perSecond }
    rate.perSecond = perSecond
    const pace = known.get(name)?.pace ?? createThrottle(rate, clock, sleep)
    known.set(name, { rate, pace })
    return pace
  }
}

/** @param rate turns per second, evenly spaced; it may change */
export function createThrottle(rate: { readonly perSecond: number }, clock: Clock, sleep: Sleep): Throttle {
  let next = 0
  let slowUntil = 0
  return {
    async acquire() {
      const now = clock.now().getTime()
      const gap = (now < slowUntil ? 2 : 1) * (1000 / rate.perSecond)
      const mine = Math.max(now, next)
      next = mine + gap
      if (mine > now) await sleep((mine - now) / 1000)
    },
    slowDown() {
      slowUntil = clock.now().getTime() + SLOWDOWN_SECONDS * 1000
    },
  }
}
