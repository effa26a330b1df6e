/** `npm run test:fuzz:api`: 20,000 random requests over all routes. Of the environment: SEED, REQUESTS. */
import { fuzzProof, neverSucceeded } from './fuzz-proof.ts'
import { createFuzzHarness } from './fuzz-harness.ts'
import { seedOfRun } from './seeded-random.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const MAX_SHOWN = 20

const [seed, requests] = [seedOfRun(), Number(process.env['REQUESTS'] ?? 20_000)]
const harness = await createFuzzHarness()
const begun = performance.now()
const verdict = await fuzzProof({ seed, requests }, harness, say).finally(() => harness.close())
const seconds = Math.round((performance.now() - begun) / 1000)
const different = new Map(verdict.faults.map((fault) => [fault.what.slice(0, 80), fault]))
for (const { what, request } of [...different.values()].slice(0, MAX_SHOWN)) {
  const { operation, ...rest } = request
  say(`FAULT ${what}\n  ${operation.method} ${operation.path} ${JSON.stringify(rest).slice(0, 1000)}`)
}
const statuses = Object.entries(verdict.statuses).map(([status, count]) => `${status}: ${count}`)
say(
  `SEED=${seed} ${requests} requests in ${seconds} s, ${verdict.faults.length} faults; ${statuses.join(', ')}`,
)
say(`never succeeded: ${neverSucceeded(verdict).join(', ') || 'none'}`)
process.exit(verdict.faults.length === 0 ? 0 : 1)
