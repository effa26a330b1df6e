import { afterAll, beforeAll, expect, it } from 'vitest'
import { fuzzProof } from './fuzz-proof.ts'
import { createFuzzHarness, type FuzzHarness } from './fuzz-harness.ts'
import { seedOfSample } from './seeded-random.ts'

/** A sample of `npm run test:fuzz:api`. */
const seed = seedOfSample()
let harness: FuzzHarness
beforeAll(async () => {
  harness = await createFuzzHarness()
}, 120_000)
afterAll(() => harness.close())

it(`answers whatever it is asked as documented, and never with 500 (seed ${seed})`, async () => {
  const { faults, succeeded } = await fuzzProof({ seed, requests: 500 }, harness)
  expect(faults.map(({ what, request: { operation: _, ...rest } }) => [what, JSON.stringify(rest)])).toEqual(
    [],
  )
  expect(succeeded.size).toBeGreaterThan(10)
})
