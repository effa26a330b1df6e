import { median, quantile, seeded } from './sample.ts'

/** A way to do the work; a round of it answers what it cost for one piece of work. */
export interface Variant {
  readonly name: string
  round(): Promise<number> | number
}

/** What each variant cost, round by round: the same place in each list is the same round. */
export type Costs = ReadonlyMap<string, readonly number[]>

/**
 * Runs all variants in each round, in random order, and leaves the first round out: whatever slows the machine down
 * slows them all down.
 */
export async function pairedRounds(variants: readonly Variant[], rounds: number): Promise<Costs> {
  const chance = seeded(rounds)
  const costs = new Map(variants.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++)
    for (const { name, round: run } of shuffled(variants, chance)) {
      const cost = await run()
      if (round > 0) costs.get(name)?.push(cost)
    }
  return costs
}

const shuffled = <T>(items: readonly T[], chance: () => number): T[] =>
  items
    .map((item) => ({ item, place: chance() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)

/** How many times as much one costs as another, with the interval that holds it in 95 of 100 runs. */
export interface Ratio {
  readonly median: number
  readonly low: number
  readonly high: number
}

const RESAMPLES = 2_000

/** The median of the rounds' ratios, its interval by bootstrap. */
export function ratioOf(costs: Costs, name: string, to: string): Ratio {
  const [own, other] = [costs.get(name) ?? [], costs.get(to) ?? []]
  const ratios = own.map((cost, i) => cost / (other[i] ?? NaN))
  const chance = seeded(ratios.length)
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(ratios.map(() => ratios[Math.floor(chance() * ratios.length)] ?? NaN)),
  )
  return { median: median(ratios), low: quantile(medians, 0.025), high: quantile(medians, 0.975) }
}
