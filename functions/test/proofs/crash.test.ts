import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultsOf } from './crash-proof.ts'
import { playStory } from './crash-run.ts'
import { brokenAt, quietStory, randomStory, ways, type Story } from './crash-story.ts'
import { createCrashHarness, type CrashHarness } from './crash-harness.ts'
import { seededRandom, seedOfSample } from './seeded-random.ts'

/** A sample of `npm run test:crash`: the figures of a full run are in docs/explanation/reliability.md. */
const seed = seedOfSample()
const random = seededRandom(seed)
let harness: CrashHarness
beforeAll(async () => {
  harness = await createCrashHarness()
})
afterAll(() => harness.close())

const play = async (story: Story): Promise<void> => {
  const played = await playStory(story, harness)
  expect(faultsOf(played), `${JSON.stringify(story)} broken at ${played.broken.join(', ')}`).toEqual([])
}

it.each(ways)(
  `loses and duplicates nothing when killed or stalled at some step of %s (seed ${seed})`,
  async (way) => {
    const { steps } = await playStory(quietStory(way), harness)
    expect(steps.length).toBeGreaterThan(10)
    for (let run = 0; run < 2; run++)
      await play(brokenAt(quietStory(way), random.below(steps.length), 'kill'))
  },
)

it(`loses and duplicates nothing in random stories (seed ${seed})`, async () => {
  for (let run = 0; run < 6; run++) await play(randomStory(run, random))
})

it('ends when a process stalls twice, the second time while its host waits for it', async () => {
  for (let afterSteps = 0; afterSteps < 12; afterSteps++)
    await play({
      ...quietStory('notify'),
      name: `stalls again after ${String(afterSteps)} steps`,
      breaks: [
        { afterSteps: 5, fate: 'stall' },
        { afterSteps, fate: 'stall' },
      ],
    })
})
