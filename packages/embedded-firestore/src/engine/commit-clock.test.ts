import { expect, it } from 'vitest'
import { createCommitClock } from './commit-clock.ts'

it('gives every commit a time of its own while the wall clock stands still', () => {
  const clock = createCommitClock(() => new Date(1000))
  expect([clock.next(), clock.next(), clock.next()]).toEqual([1_000_000, 1_000_001, 1_000_002])
})

it('does not go back with the wall clock, and follows it again when it catches up', () => {
  let now = 2000
  const clock = createCommitClock(() => new Date(now))
  clock.next()
  now = 1000
  expect(clock.next()).toBe(2_000_001)
  now = 3000
  expect(clock.next()).toBe(3_000_000)
})

it('commits later than every read time it has handed out', () => {
  const clock = createCommitClock(() => new Date(1000))
  const read = clock.read()
  expect(clock.next()).toBeGreaterThan(read)
})

it('goes on after what a log has seen', () => {
  const clock = createCommitClock(() => new Date(1000))
  clock.advance(5_000_000)
  expect(clock.next()).toBe(5_000_001)
})
