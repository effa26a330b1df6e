import { afterAll, beforeAll, expect, it } from 'vitest'
import { corpus, sampleOf } from './corpus/corpus.ts'
import { differences, playCorpus, shuffled, type CorpusEnd } from './corpus/corpus-proof.ts'
import { createCorpusHarness, type CorpusHarness } from './corpus/corpus-harness.ts'
import { seededRandom, seedOfSample } from './seeded-random.ts'

/** Every shape that Meta documents; `npm run test:fuzz` plays it with more orders, and mutated. */
const seed = seedOfSample()
const bodies = sampleOf(corpus(), seededRandom(seed))
let harness: CorpusHarness
let once: CorpusEnd
beforeAll(async () => {
  harness = await createCorpusHarness()
  once = await playCorpus(harness, { bodies, order: bodies })
}, 120_000)
afterAll(() => harness.rig.close())

it('accepts every shape of every webhook, and every item of it ends in its place', () => {
  expect(once.faults).toEqual([])
})

it('understands every shape as Meta writes it, but for what is made up', () => {
  const aside = [...once.documents].filter(([, { state }]) => state === 'quarantined')
  expect(aside.filter(([, { error }]) => error !== undefined)).toEqual([])
})

it(
  `ends the same when the corpus comes again, and in any order (seed ${seed})`,
  { timeout: 240_000 },
  async () => {
    const order = shuffled(bodies, seededRandom(seed))
    const again = await playCorpus(harness, { bodies, order })
    expect(differences(once.documents, again.documents)).toEqual([])
  },
)
