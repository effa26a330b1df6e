/** Chance that a seed repeats: the same seed tells the same story. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number
  oneOf<T>(choices: readonly T[]): T
  /** True this often (0 never, 1 always). */
  chance(share: number): boolean
}

/** Mulberry32, public domain (Tommy Ettinger). */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    oneOf<T>(choices: readonly T[]): T {
      const chosen = choices[below(choices.length)]
      if (chosen === undefined) throw new Error('There is nothing to choose from.')
      return chosen
    },
    chance: (share) => next() < share,
  }
}

const fromEnvironment = (): number | undefined =>
  process.env['SEED'] === undefined ? undefined : Number(process.env['SEED'])

/** The seed of a full run: `SEED` of the environment, else a new one. Print it, so that a failure can be repeated. */
export const seedOfRun = (): number => fromEnvironment() ?? Math.floor(Math.random() * 2 ** 31)

/** The seed of a sample: the same each time, unless `SEED` says another. */
export const seedOfSample = (): number => fromEnvironment() ?? 1
