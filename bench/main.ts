/**
 * `npm run bench`: what the hot paths cost, as ratios against the least that is possible, each with the interval that holds
 * it in 95 of 100 runs. Ends with code 1 when a ratio is surely above its goal. `--quick` takes fewer rounds;
 * numbers of rows take only those. Operations, sizes and modules are exact, and tests: see
 * docs/explanation/performance.md.
 */
import { parseArgs } from 'node:util'
import { coldStart } from './cold-start.ts'
import { graphSend } from './graph-send.ts'
import { intakeCpu } from './intake-cpu.ts'
import { isMissed, lineOf, type Result } from './report.ts'
import { webhookCpu } from './webhook-cpu.ts'

const rows: Record<string, { measure(rounds: number): Promise<Result[]>; rounds: number }> = {
  1: { measure: webhookCpu, rounds: 40 },
  2: { measure: intakeCpu, rounds: 20 },
  5: { measure: coldStart, rounds: 20 },
  8: { measure: graphSend, rounds: 30 },
}

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})

const missed: Result[] = []
for (const [row, { measure, rounds }] of Object.entries(rows)) {
  if (positionals.length > 0 && !positionals.includes(row)) continue
  for (const result of await measure(values.quick ? Math.ceil(rounds / 4) : rounds)) {
    console.log(lineOf(result))
    if (isMissed(result)) missed.push(result)
  }
}
process.exitCode = missed.length === 0 ? 0 : 1
