import type { Clock } from './clock.ts'

/** Hands out turns at a steady rate: whoever comes early waits. */
export interface Pace {
  /** Resolves when it is this one's turn. */
  turn(): Promise<void>
  /** Halves the rate for a minute: somebody said that it was too fast. */
  slow(): void
}

/** Waits, on the clock that is also asked for the time. */
export type Sleep = (seconds: number) => Promise<void>

const SLOWED_SECONDS = 60

/** A pace of its own for each name, at the rate that was asked for last. */
export function paces(clock: Clock, sleep: Sleep): (name: string, perSecond: number) => Pace {
  const known = new Map<string, { rate: { perSecond: number }; pace: Pace }>()
  return (name, perSecond) => {
    const rate = known.get(name)?.rate ?? { perSecond }
    rate.perSecond = perSecond
    const pace = known.get(name)?.pace ?? steadyPace(rate, clock, sleep)
    known.set(name, { rate, pace })
    return pace
  }
}

/** @param rate turns per second, evenly spaced; it may change */
export function steadyPace(rate: { readonly perSecond: number }, clock: Clock, sleep: Sleep): Pace {
  let next = 0
  let slowUntil = 0
  return {
    async turn() {
      const now = clock.now().getTime()
      const gap = (now < slowUntil ? 2 : 1) * (1000 / rate.perSecond)
      const mine = Math.max(now, next)
      next = mine + gap
      if (mine > now) await sleep((mine - now) / 1000)
    },
    slow() {
      slowUntil = clock.now().getTime() + SLOWED_SECONDS * 1000
    },
  }
}
