import fc from 'fast-check'
import { corpus, type CorpusBody } from './corpus.ts'
import { createCorpusHarness, type CorpusHarness } from './corpus-harness.ts'
import { mutated, mutations } from './mutations.ts'
import { lostOf, placesIn } from './places.ts'
import { asMetaWrites } from './signed-post.ts'

export interface FuzzFigures {
  posts: number
  /** Answered with 200, 503 because storing failed, and otherwise. */
  stored: number
  notStored: number
  refused: number
  /** Items of which one or the other became. */
  done: number
  kept: number
  quarantined: number
}

const mostly = <Usual, Rare>(usual: Usual, rare: fc.Arbitrary<Rare>): fc.Arbitrary<Usual | Rare> =>
  fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare })

/** A post as the fuzzer makes it up. */
const posts = fc.record({
  body: fc.nat(),
  changes: mutations,
  /** Cuts the bytes, or puts another byte somewhere. */
  torn: mostly(null, fc.record({ at: fc.nat(), byte: fc.nat(255) })),
  signed: mostly('well', fc.constant('badly')),
  store: mostly('works', fc.constantFrom('fails', 'loses its answer')),
})
type Post = typeof posts extends fc.Arbitrary<infer P> ? P : never

/** Bodies posted before the database is emptied and looked through. */
const ROUND = 100

/**
 * Posts mutated webhooks. Whatever comes, the answer is 200 and all of it has its place, or it says why not, and only
 * a store that fails is a 5xx.
 * @throws Error naming the post that shows a fault, made as small as it can be
 */
export async function fuzzProof(
  { seed, runs }: { seed: number; runs: number },
  say: (line: string) => void,
): Promise<FuzzFigures> {
  const harness = await createCorpusHarness()
  const bodies = corpus()
  const figures = { posts: 0, stored: 0, notStored: 0, refused: 0, done: 0, kept: 0, quarantined: 0 }
  const unhandled: unknown[] = []
  const onRejection = (error: unknown): void => void unhandled.push(error)
  process.on('unhandledRejection', onRejection)
  const round = fc.asyncProperty(fc.array(posts, { minLength: ROUND, maxLength: ROUND }), async (all) => {
    await playRound(all, { harness, bodies, figures })
    if (unhandled.length > 0) throw new Error(`An unhandled rejection: ${String(unhandled[0])}`)
    if (figures.posts % 5_000 === 0) say(`${String(figures.posts)} posts`)
  })
  try {
    await fc.assert(round, {
      seed,
      numRuns: Math.ceil(runs / ROUND),
      endOnFailure: process.env['SHRINK'] === undefined,
    })
  } finally {
    process.off('unhandledRejection', onRejection)
    await harness.rig.close()
  }
  return figures
}

interface Play {
  readonly harness: CorpusHarness
  readonly bodies: readonly CorpusBody[]
  readonly figures: FuzzFigures
}

async function playRound(all: readonly Post[], { harness, bodies, figures }: Play): Promise<void> {
  const chosen = all.map(({ body }) => bodies[body % bodies.length]).filter((body) => body !== undefined)
  await harness.prepare([...new Set(chosen)])
  const stored: Buffer[] = []
  for (const [i, post] of all.entries()) {
    const body = chosen[i]
    if (!body) continue
    harness.at(body.place)
    const bytes = bytesOf(body, post)
    const status = await postOne(bytes, post, { harness, figures })
    if (status === 200) stored.push(bytes)
    await harness.processAll()
  }
  const documents = await harness.documents()
  const places = placesIn(documents)
  for (const states of places.inbox.values())
    for (const state of states)
      if (state === 'done' || state === 'kept' || state === 'quarantined') figures[state]++
  const lost = stored.flatMap((bytes) => lostOf(bytes, places))
  if (lost.length > 0) throw new Error(`Lost: ${lost.join('; ').slice(0, 2_000)}`)
}

/** Posts, and repeats as Meta does when it was not stored. */
async function postOne(
  bytes: Buffer,
  { signed, store }: Post,
  { harness, figures }: Pick<Play, 'harness' | 'figures'>,
): Promise<number> {
  figures.posts++
  const isJson = isReadable(bytes)
  if (signed === 'badly') return expectStatus(await harness.post(bytes, 'sha256=00'), [401], figures)
  if (store === 'works' || !isJson)
    return expectStatus(await harness.post(bytes), isJson ? [200] : [400], figures)
  const stage = store === 'fails' ? 'before' : 'after'
  harness.rig.firestore.failNext({ rpc: 'BatchWrite', code: 'UNAVAILABLE', times: 2, stage })
  // A body that holds nothing to store does not fail, and leaves the failures to the next.
  if (expectStatus(await harness.post(bytes), [503, 200], figures) === 200) await useUpFailures(harness)
  return expectStatus(await harness.post(bytes), [200], figures)
}

const useUpFailures = ({ rig }: CorpusHarness): Promise<unknown> =>
  rig.intake
    .writeAll([{ kind: 'merge', messageId: 'msg_nobodys', progress: 0, entries: [] }])
    .catch(() => undefined)

function expectStatus(status: number, allowed: readonly number[], figures: FuzzFigures): number {
  if (!allowed.includes(status))
    throw new Error(`Answered with ${String(status)}, not ${allowed.join(' or ')}`)
  if (status === 200) figures.stored++
  else if (status === 503) figures.notStored++
  else figures.refused++
  return status
}

function bytesOf({ json }: CorpusBody, { changes, torn }: Post): Buffer {
  const body = mutated(json, changes)
  const bytes = asMetaWrites((body ?? null) as object)
  if (torn === null) return bytes
  if (torn.byte % 2 === 0) return bytes.subarray(0, torn.at % (bytes.length + 1))
  bytes[torn.at % bytes.length] = torn.byte
  return bytes
}

function isReadable(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString())
    return true
  } catch {
    return false
  }
}
