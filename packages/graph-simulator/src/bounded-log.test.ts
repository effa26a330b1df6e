import { expect, it } from 'vitest'
import { appendBounded } from './bounded-log.ts'

it('keeps the latest entries, never more than the bound, and reports what it drops', () => {
  const log: number[] = []
  const dropped: number[] = []
  for (let entry = 1; entry <= 1000; entry++) {
    appendBounded(log, entry, { most: 50, dropped: (old) => dropped.push(old) })
    expect(log.length).toBeLessThanOrEqual(50)
  }
  expect(log.length).toBeGreaterThanOrEqual(45)
  expect([...dropped, ...log]).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
})

it('keeps everything without a bound', () => {
  const log: number[] = []
  for (let entry = 0; entry < 1000; entry++) appendBounded(log, entry, { most: Infinity })
  expect(log).toHaveLength(1000)
})
