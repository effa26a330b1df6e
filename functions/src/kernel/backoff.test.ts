import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ceilingSeconds, jitteredSeconds } from './backoff.ts'

const doubling = { firstSeconds: 5, factor: 2, capSeconds: 300 }

it('doubles up to the cap', () => {
  expect([1, 2, 3, 6, 7, 8, 60].map((tries) => ceilingSeconds(doubling, tries))).toEqual([
    5, 10, 20, 160, 300, 300, 300,
  ])
})

it('spreads over the whole wait, or never comes sooner where we were asked to wait', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (tries, fraction) => {
        const ceiling = ceilingSeconds(doubling, tries)
        const full = jitteredSeconds(doubling, tries, fraction)
        const above = jitteredSeconds({ ...doubling, jitter: 'above' }, tries, fraction)
        return full >= 0 && full <= ceiling && above >= ceiling && above <= ceiling * 1.25
      },
    ),
  )
})
