import { createCrashHarness } from './crash-harness.ts'
import { playStory, type PlayedStory } from './crash-run.ts'
import { breakings, brokenAt, quietStory, randomStory, ways, type Story, type Way } from './crash-story.ts'
import { seededRandom } from './seeded-random.ts'

export interface CrashProofSize {
  readonly seed: number
  readonly randomRuns: number
}

/**
 * Breaks every way in once at each of its steps, by a kill, a cut connection and a stall; then runs random stories.
 * @returns whether nothing was lost, duplicated, reported wrongly or stuck
 */
export async function crashProof(
  { seed, randomRuns }: CrashProofSize,
  say: (line: string) => void,
): Promise<boolean> {
  say(`Crash tests, seed ${seed}`)
  const harness = await createCrashHarness()
  const played: PlayedStory[] = []
  const play = async (story: Story): Promise<PlayedStory> => {
    const one = await playStory(story, harness)
    played.push(one)
    for (const line of faultsOf(one))
      say(`  ✗ ${one.story.name} [${one.broken.join(', ')}]: ${line}\n    ${JSON.stringify(one.story)}`)
    return one
  }
  try {
    for (const way of ways) {
      const { steps } = await play(quietStory(way))
      say(`${way}: ${steps.length} steps, each broken in three ways`)
      for (const story of eachStepBroken(way, steps.length)) await play(story)
    }
    const random = seededRandom(seed)
    say(`${randomRuns} random stories`)
    for (let run = 0; run < randomRuns; run++) await play(randomStory(run, random))
  } finally {
    await harness.close()
  }
  for (const line of figuresOf(played)) say(line)
  return played.every((one) => faultsOf(one).length === 0)
}

const eachStepBroken = (way: Way, steps: number): Story[] =>
  breakings.flatMap((fate) =>
    Array.from({ length: steps }, (_, step) => brokenAt(quietStory(way), step, fate)),
  )

/** What is wrong with a played story, in sentences. */
export const faultsOf = ({ verdict }: PlayedStory): string[] => [
  ...verdict.lost.map((what) => `lost: ${what}`),
  ...verdict.doubled.map((what) => `doubled: ${what}`),
  ...verdict.falseStatuses.map((what) => `false: ${what}`),
  ...verdict.stuck.map((what) => `stuck: ${what}`),
]

function figuresOf(played: readonly PlayedStory[]): string[] {
  const sum = (count: (one: PlayedStory) => number): number =>
    played.reduce((total, one) => total + count(one), 0)
  const breaks = (fate: string) => (one: PlayedStory) =>
    one.broken.filter((line) => line.startsWith(fate)).length
  const ends = Map.groupBy(
    played.flatMap(({ verdict }) => verdict.ends),
    (end) => end,
  )
  return [
    `${played.length} runs, ${sum(breaks('kill'))} kills, ${sum(breaks('fail'))} cut connections, ${sum(breaks('stall'))} stalls, ` +
      `at ${new Set(played.flatMap(({ broken }) => broken)).size} different points`,
    `lost ${sum(({ verdict }) => verdict.lost.length)}, doubled ${sum(({ verdict }) => verdict.doubled.length)}, ` +
      `false statuses ${sum(({ verdict }) => verdict.falseStatuses.length)}, stuck ${sum(({ verdict }) => verdict.stuck.length)}`,
    `ends: ${[...ends].map(([end, all]) => `${end} ${all.length}`).join(', ')}`,
  ]
}
