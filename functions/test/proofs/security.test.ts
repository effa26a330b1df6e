import { expect, it } from 'vitest'
import { accessWalk } from './access-walk.ts'
import { seededRandom, seedOfSample } from './seeded-random.ts'

/** A sample of `npm run test:security`. */
const seed = seedOfSample()
it(`lets no caller reach more than it holds (seed ${String(seed)})`, async () => {
  const { rows, leaks } = await accessWalk({ share: 0.02, random: seededRandom(seed) })
  expect(leaks).toEqual([])
  expect(rows.filter(({ calls }) => calls > 0).length).toBeGreaterThan(30)
}, 120_000)
