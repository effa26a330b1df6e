import { expect, it } from 'vitest'
import { faultsOfOutage, outage } from './outage-proof.ts'
import { seedOfSample } from './seeded-random.ts'

const seed = seedOfSample()

it(`fails and doubles nothing in half an hour without Meta, and sends all of it soon after (seed ${seed})`, async () => {
  const figures = await outage({ messages: 300, seed })
  expect(faultsOfOutage(figures, 300), JSON.stringify(figures)).toEqual([])
}, 120_000)
