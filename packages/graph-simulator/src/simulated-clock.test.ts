import { expect, it } from 'vitest'
import { createClock } from './simulated-clock.ts'

const HOUR = 3_600_000

it('does what became due, in the order of its time, when the clock is advanced', () => {
  const clock = createClock(() => new Date('2026-11-21T00:00:00Z'))
  const done: string[] = []
  clock.after(3 * HOUR, 'status', () => done.push('third hour'))
  clock.after(HOUR, 'status', () => done.push('first hour'))
  clock.after(HOUR, 'delivery', () => done.push('first hour too'))
  clock.advance(2 * 3600)
  expect(done).toEqual(['first hour', 'first hour too'])
  expect(clock.waiting()).toBe(1)
  expect(clock.now().toISOString()).toBe('2026-11-21T02:00:00.000Z')
  clock.reset()
  expect(clock.waiting()).toBe(0)
  expect(clock.now().toISOString()).toBe('2026-11-21T00:00:00.000Z')
})

it('runs one group at once, with what it adds, and leaves the other waiting', () => {
  const clock = createClock(() => new Date())
  const done: string[] = []
  clock.after(HOUR, 'status', () => {
    done.push('one')
    clock.after(HOUR, 'status', () => done.push('two'))
  })
  clock.after(HOUR, 'delivery', () => done.push('delivery'))
  clock.runAll('status')
  expect(done).toEqual(['one', 'two'])
  expect(clock.waiting()).toBe(1)
  clock.reset()
})
