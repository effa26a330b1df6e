/** `npm run test:model`: see docs/explanation/reliability.md. RUNS and SEED of the environment change it. */
import { modelProof } from './model-proof.ts'
import { seedOfRun } from './seeded-random.ts'

const seed = seedOfRun()
const { lives, steps, sends } = await modelProof({ seed, runs: Number(process.env['RUNS'] ?? 1000) })
process.stdout.write(
  `Model test, seed ${seed}: ${lives} lives, ${steps} steps, ${sends} sends, no disagreement\n`,
)
process.exit(0)
