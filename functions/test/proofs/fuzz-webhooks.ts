/**
 * `npm run test:fuzz`: the corpus of webhooks whole and in other orders, then mutated. Of the environment: SEED, RUNS
 * (posts) and ORDERS (of the whole corpus).
 */
import { corpus } from './corpus/corpus.ts'
import { differences, playCorpus, shuffled } from './corpus/corpus-proof.ts'
import { createCorpusHarness } from './corpus/corpus-harness.ts'
import { fuzzProof } from './corpus/fuzz-proof.ts'
import { seededRandom, seedOfRun } from './seeded-random.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seed = seedOfRun()
const [runs, orders] = [Number(process.env['RUNS'] ?? 50_000), Number(process.env['ORDERS'] ?? 1)]
say(`seed ${String(seed)}`)
const faults = await corpusFaults()
for (const fault of faults) say(fault)
const figures = await fuzzProof({ seed, runs }, say)
say(
  Object.entries(figures)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', '),
)
process.exit(faults.length === 0 ? 0 : 1)

async function corpusFaults(): Promise<string[]> {
  const harness = await createCorpusHarness()
  const bodies = corpus()
  const random = seededRandom(seed)
  const once = await playCorpus(harness, { bodies, order: bodies })
  const found = [...once.faults]
  for (let order = 0; order < orders; order++) {
    const again = await playCorpus(harness, { bodies, order: shuffled(bodies, random) })
    found.push(...again.faults, ...differences(once.documents, again.documents))
  }
  say(
    `${String(bodies.length)} webhooks of the corpus, in ${String(orders + 1)} orders: ${String(found.length)} faults`,
  )
  await harness.rig.close()
  return found
}
