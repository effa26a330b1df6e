import { expect, it } from 'vitest'
import { pauseAfter, retryPauses } from './retry-schedule.ts'

it('tries again at once, then ever more seldom, and gives up within seven days', () => {
  expect(pauseAfter(1, 1)).toBe(0)
  expect(retryPauses).toEqual(retryPauses.toSorted((a, b) => a - b))
  expect(retryPauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(7 * 24 * 3600)
  expect(pauseAfter(retryPauses.length + 1, 1)).toBeUndefined()
})

it('compresses time by the given factor', () => {
  expect(pauseAfter(2, 600)).toBe(100)
})
