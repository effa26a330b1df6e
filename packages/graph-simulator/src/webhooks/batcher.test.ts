import { expect, it } from 'vitest'
import { defaultSettings, type DeliverySettings } from '../settings.ts'
import { createClock } from '../simulated-clock.ts'
import { createBatcher } from './batcher.ts'
import { inOrder } from './reorder.ts'
import type { WebhookUpdate } from './envelope.ts'

const update = (n: number): WebhookUpdate => ({ wabaId: 'w', field: 'messages', value: { n } })
const numbers = (updates: readonly WebhookUpdate[]) => updates.map(({ value }) => value['n'])

/** A batcher on a clock that runs its tasks when the test says so. */
function batcherRig(changes: Partial<DeliverySettings> = {}) {
  const clock = createClock(() => new Date(0))
  const settings = { ...defaultSettings(0).delivery, gatherMs: 3_600_000, ...changes }
  const flushed: unknown[][] = []
  const batcher = createBatcher(
    clock,
    () => settings,
    () => void flushed.push(numbers(batcher.drain())),
  )
  return { clock, batcher, flushed }
}

it('flushes each update at once when nothing is batched', () => {
  const { batcher, flushed } = batcherRig({ batch: 1 })
  batcher.add(update(1), false)
  batcher.add(update(2), false)
  expect(flushed).toEqual([[1], [2]])
})

it('gathers updates of a batch, and flushes them once', () => {
  const { clock, batcher, flushed } = batcherRig({ batch: 10 })
  for (const n of [1, 2, 3]) batcher.add(update(n), false)
  expect([flushed, batcher.size()]).toEqual([[], 3])
  clock.runAll('delivery')
  expect(flushed).toEqual([[1, 2, 3]])
  clock.reset()
})

it('gathers again after a flush', () => {
  const { clock, batcher, flushed } = batcherRig({ batch: 10 })
  batcher.add(update(1), false)
  clock.runAll('delivery')
  batcher.add(update(2), false)
  clock.runAll('delivery')
  expect(flushed).toEqual([[1], [2]])
  clock.reset()
})

it('reverses what it gathered', () => {
  const { clock, batcher, flushed } = batcherRig({ batch: 1, reorder: 'reverse' })
  for (const n of [1, 2, 3]) batcher.add(update(n), false)
  clock.runAll('delivery')
  expect(flushed).toEqual([[3, 2, 1]])
  clock.reset()
})

it('plans no flush while held, and drops everything on clear', () => {
  const { clock, batcher, flushed } = batcherRig({ batch: 10 })
  batcher.add(update(1), true)
  expect([clock.waiting(), batcher.size()]).toEqual([0, 1])
  batcher.clear()
  expect([batcher.drain(), flushed]).toEqual([[], []])
})

it('keeps every item in any order, and the given list as it is', () => {
  const items = Array.from({ length: 50 }, (_, i) => i)
  expect(inOrder(items, 'none')).toEqual(items)
  expect(inOrder(items, 'reverse')).toEqual(items.toReversed())
  expect(inOrder(items, 'shuffle').toSorted((a, b) => a - b)).toEqual(items)
  expect(items[0]).toBe(0)
})
