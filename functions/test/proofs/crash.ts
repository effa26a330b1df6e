/** `npm run test:crash`: see docs/explanation/reliability.md. RUNS and SEED of the environment change it. */
import { crashProof } from './crash-proof.ts'
import { seedOfRun } from './seeded-chance.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const sound = await crashProof({ seed: seedOfRun(), randomRuns: Number(process.env['RUNS'] ?? 200) }, say)
process.exit(sound ? 0 : 1)
