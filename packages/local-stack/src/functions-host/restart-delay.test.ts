import { expect, it } from 'vitest'
import { restartDelayMs } from './restart-delay.ts'

it('restarts at once after the first failure, then waits longer, at most ten seconds', () => {
  expect([0, 1, 2, 3, 4, 20].map(restartDelayMs)).toEqual([0, 0, 250, 500, 1000, 10_000])
})
