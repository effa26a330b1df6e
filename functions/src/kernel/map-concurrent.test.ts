import { expect, it } from 'vitest'
import { mapConcurrent } from './map-concurrent.ts'

it('keeps the order of the entries, whichever is done first', async () => {
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<undefined>())
  const begun: number[] = []
  const done = mapConcurrent(gates, 2, async ({ promise }, index) => {
    begun.push(index)
    await promise
    return index * 10
  })
  for (const index of [1, 0, 3, 2, 4]) {
    gates[index]?.resolve(undefined)
    await gates[index]?.promise
  }
  expect(await done).toEqual([0, 10, 20, 30, 40])
  expect(begun).toEqual([0, 1, 2, 3, 4])
})

it('never works on more than it may at a time', async () => {
  let busy = 0
  let busiest = 0
  await mapConcurrent(Array.from({ length: 20 }), 3, async () => {
    busiest = Math.max(busiest, ++busy)
    await Promise.resolve()
    busy--
  })
  expect(busiest).toBe(3)
})

it('has nothing to do for nothing', async () => {
  expect(await mapConcurrent([], 3, async () => 1)).toEqual([])
})
