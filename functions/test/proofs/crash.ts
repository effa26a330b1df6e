/**
 * `npm run test:crash`: see docs/explanation/reliability.md. Of the environment: SEED, RUNS (random stories) and
 * STACK_ROUNDS (on the whole stack).
 */
import { crashProof } from './crash-proof.ts'
import { seededRandom, seedOfRun } from './seeded-random.ts'
import { stackCrashes } from './stack-crash.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seed = seedOfRun()
const rounds = Number(process.env['STACK_ROUNDS'] ?? 20)
const sound = await crashProof({ seed, randomRuns: Number(process.env['RUNS'] ?? 200) }, say)
say(`The whole stack, ${rounds} rounds`)
const { messages, kills, ends, faults } = await stackCrashes(rounds, seededRandom(seed), say)
const words = Object.entries(ends).map(([end, count]) => `${end} ${count}`)
say(`${messages} messages, ${kills} kills of the functions process, ${faults.length} faults`)
say(`ends: ${words.join(', ')}`)
process.exit(sound && faults.length === 0 ? 0 : 1)
