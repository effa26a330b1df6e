import { expect, it } from 'vitest'
import { cachedLookup } from './cached-lookup.ts'

const at = { time: 0 }
const clock = { now: () => new Date(at.time) }

it('asks once for a burst, again when the time is over, and not at all to keep a failure', async () => {
  let asked = 0
  const ask = cachedLookup(
    async (key) => {
      asked++
      if (key === 'bad') throw new Error('down')
      return `${key}${asked}`
    },
    { seconds: 10, most: 2, clock },
  )
  expect(await Promise.all([ask('a'), ask('a'), ask('a')])).toEqual(['a1', 'a1', 'a1'])
  at.time = 10_000
  expect(await ask('a')).toBe('a2')
  await expect(ask('bad')).rejects.toThrow('down')
  await expect(ask('bad')).rejects.toThrow('down')
  expect(asked).toBe(4)
})

it('keeps no more than it may', async () => {
  let asked = 0
  const ask = cachedLookup(async () => ++asked, { seconds: 10, most: 2, clock })
  await ask('a')
  await ask('b')
  await ask('c')
  await ask('a')
  expect(asked).toBe(4)
})

it('loads only an invalidated key again', async () => {
  let asked = 0
  const ask = cachedLookup(async (key) => `${key}${String(++asked)}`, { seconds: 10, clock })
  await ask('a')
  await ask('b')
  ask.invalidate('a')
  expect(await Promise.all([ask('a'), ask('b')])).toEqual(['a3', 'b2'])
})
