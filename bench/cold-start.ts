import { performance } from 'node:perf_hooks'
import { statusBody } from './bodies.ts'
import { firstAnswer, startInstance, type Deployed } from './framework/instance.ts'
import { createBenchEnvironment } from './framework/surroundings.ts'
import { pairedRounds, ratioOf, type Variant } from './paired-rounds.ts'
import type { Result } from './report.ts'

/** Row 5: from the start of the process to the first 200, the status kept, against a function that loads nothing. */
export async function coldStart(rounds: number): Promise<Result[]> {
  const { webhook, empty, emptyOnRequest, environment, close } = await createBenchEnvironment()
  const body = statusBody({ number: 1 })
  const starting = ([name, deployed]: [string, Deployed]): Variant => ({
    name,
    async round() {
      const started = performance.now()
      const instance = await startInstance(deployed, environment)
      await firstAnswer(instance, body)
      const elapsed = performance.now() - started
      await instance.close()
      return elapsed
    },
  })
  const costs = await pairedRounds(Object.entries({ webhook, empty, emptyOnRequest }).map(starting), rounds)
  await close()
  const what = 'cold start of the webhook, to the first 200 / '
  return [
    { row: '5', what: `${what}an empty function`, ratio: ratioOf(costs, 'webhook', 'empty'), goal: 1.8 },
    { row: '5', what: `${what}an empty onRequest`, ratio: ratioOf(costs, 'webhook', 'emptyOnRequest') },
  ]
}
