import { expect, it } from 'vitest'
import { modelProof } from './model-proof.ts'
import { seedOfSample } from './seeded-random.ts'

/** A sample of `node functions/test/proofs/model.ts`. */
const seed = seedOfSample()

it(`leads a message through any life as the simple story tells it (seed ${seed})`, async () => {
  const { lives } = await modelProof({ seed, runs: 20 })
  expect(lives).toBe(20)
})
