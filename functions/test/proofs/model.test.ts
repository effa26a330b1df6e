import { expect, it } from 'vitest'
import { modelProof } from './model-proof.ts'
import { seedOfRun } from './seeded-chance.ts'

it('leads a message through any life as the simple story tells it', async () => {
  const { lives } = await modelProof({ seed: seedOfRun(), runs: 25 })
  expect(lives).toBe(25)
})
