import type { DocumentData } from '@google-cloud/firestore'
import type { SeededRandom } from '../seeded-random.ts'
import type { CorpusBody } from './corpus.ts'
import type { CorpusHarness } from './corpus-harness.ts'
import { lostOf, placesIn } from './places.ts'
import { asMetaWrites } from './signed-post.ts'

/** How the database looks after a corpus, and what went wrong on the way. */
export interface CorpusEnd {
  readonly documents: ReadonlyMap<string, DocumentData>
  /** What was refused, or is lost. */
  readonly faults: readonly string[]
}

/** Posts bodies one after the other and deals with each before the next comes. */
export async function playCorpus(
  { post, at, prepare, processAll, documents }: CorpusHarness,
  { bodies, order }: { bodies: readonly CorpusBody[]; order: readonly CorpusBody[] },
): Promise<CorpusEnd> {
  await prepare(bodies)
  const faults: string[] = []
  for (const { name, place, json } of order) {
    at(place)
    const status = await post(asMetaWrites(json))
    if (status !== 200) faults.push(`${name}: answered with ${String(status)}`)
    await processAll()
  }
  const end = await documents()
  const places = placesIn(end)
  for (const { name, json } of bodies)
    faults.push(...lostOf(asMetaWrites(json), places).map((lost) => `${name}: ${lost}`))
  return { documents: end, faults }
}

/** The same bodies in another order, some of them twice. */
export function shuffled(bodies: readonly CorpusBody[], random: SeededRandom): CorpusBody[] {
  const again = bodies.filter(() => random.chance(0.3))
  return [...bodies, ...again]
    .map((body) => ({ body, rank: random.next() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ body }) => body)
}

/** What two ends do not have in common: fields that differ, by path, and documents that only one of them has. */
export function differences(one: CorpusEnd['documents'], other: CorpusEnd['documents']): string[] {
  const paths = new Set([...one.keys(), ...other.keys()])
  return [...paths].flatMap((path) => {
    const [before = {}, after = {}] = [one.get(path), other.get(path)]
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...names].flatMap((name) => {
      const [was, is] = [shown(before[name]), shown(after[name])]
      return was === is ? [] : [`${path} ${name}: ${was} / ${is}`]
    })
  })
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
