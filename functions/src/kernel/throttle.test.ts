import { expect, it } from 'vitest'
import { createThrottle } from './throttle.ts'

it('spaces turns evenly, and twice as far after slowDown', async () => {
  const at = { ms: 0 }
  const clock = { now: () => new Date(at.ms) }
  const turns: number[] = []
  const pace = createThrottle({ perSecond: 10 }, clock, async (seconds) => void (at.ms += seconds * 1000))
  for (let i = 0; i < 4; i++) {
    await pace.acquire()
    turns.push(at.ms)
  }
  expect(turns).toEqual([0, 100, 200, 300])
  pace.slowDown()
  await pace.acquire()
  await pace.acquire()
  await pace.acquire()
  expect(at.ms).toBe(800)
  at.ms = 70_000
  await pace.acquire()
  await pace.acquire()
  expect(at.ms).toBe(70_100)
})
