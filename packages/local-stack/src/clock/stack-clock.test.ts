import { expect, it } from 'vitest'
import { createStackClock } from './stack-clock.ts'

const START = Date.parse('2026-01-01T00:00:00Z')

it('runs with the machine until it is advanced', () => {
  let machine = START
  const clock = createStackClock(() => machine)
  machine += 1500
  expect(clock.now()).toEqual(new Date(START + 1500))
  expect(clock.offsetMs()).toBe(0)
})

it('adds up moves and keeps running', async () => {
  let machine = START
  const clock = createStackClock(() => machine)
  await clock.advance(60)
  await clock.advance(0.5)
  machine += 1000
  expect(clock.offsetMs()).toBe(60_500)
  expect(clock.now()).toEqual(new Date(START + 61_500))
})

it('rounds a move to milliseconds', async () => {
  const clock = createStackClock(() => START)
  await clock.advance(0.0015)
  expect(clock.offsetMs()).toBe(2)
})

it('calls every listener with the new offset, one after another, before it resolves', async () => {
  const clock = createStackClock(() => START)
  const calls: string[] = []
  clock.onAdvance(async (offsetMs) => {
    await Promise.resolve()
    calls.push(`first ${offsetMs}`)
  })
  clock.onAdvance((offsetMs) => void calls.push(`second ${offsetMs}`))
  await clock.advance(1)
  expect(calls).toEqual(['first 1000', 'second 1000'])
})

it('fails the move when a listener fails', async () => {
  const clock = createStackClock(() => START)
  clock.onAdvance(() => Promise.reject(new Error('functions are gone')))
  await expect(clock.advance(1)).rejects.toThrow('functions are gone')
})
