import { expect, it } from 'vitest'
import { fuzzProof } from './corpus/fuzz-proof.ts'
import { seedOfSample } from './seeded-random.ts'

/** A sample of `npm run test:fuzz`. */
const seed = seedOfSample()

it(`loses nothing of webhooks that are mutated at will (seed ${seed})`, { timeout: 120_000 }, async () => {
  const figures = await fuzzProof({ seed, runs: 400 }, () => undefined)
  expect(figures.posts).toBe(400)
  expect(figures.stored).toBeGreaterThan(300)
})
