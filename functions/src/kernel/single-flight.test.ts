import { expect, it } from 'vitest'
import { singleFlight } from './single-flight.ts'

/** Work that ends when the test says so. */
function heldWork() {
  const ends: ((value: number) => void)[] = []
  const run = singleFlight(() => new Promise<number>((resolve) => ends.push(resolve)))
  return { run, ends }
}

it('does the work once for all who ask while it is done', async () => {
  const { run, ends } = heldWork()
  const asked = [run.run(), run.run(), run.run()]
  expect(ends).toHaveLength(1)
  ends[0]?.(7)
  expect(await Promise.all(asked)).toEqual([7, 7, 7])
})

it('begins again once it is done', async () => {
  const { run, ends } = heldWork()
  const first = run.run()
  ends[0]?.(1)
  await first
  const second = run.run()
  ends[1]?.(2)
  expect(await second).toBe(2)
})

it('does it once more for those who want what is true now, and only once for all of them', async () => {
  const { run, ends } = heldWork()
  const first = run.run()
  const later = [run.runFresh(), run.runFresh()]
  ends[0]?.(1)
  expect(await first).toBe(1)
  await expect.poll(() => ends.length).toBe(2)
  ends[1]?.(2)
  expect(await Promise.all(later)).toEqual([2, 2])
  expect(ends).toHaveLength(2)
})

it('tells a failure to all who wait, and tries again for the next', async () => {
  let runs = 0
  const run = singleFlight(async () => {
    if (++runs === 1) throw new Error('away')
    return runs
  })
  const failed = [run.run(), run.run()]
  const later = run.runFresh()
  await expect(Promise.all(failed)).rejects.toThrow('away')
  expect(await later).toBe(2)
})
