/** Batches updates, so that several flush in one POST or in another order. */
import type { SimulatedClock } from '../simulated-clock.ts'
import type { DeliverySettings } from '../settings.ts'
import type { WebhookUpdate } from './envelope.ts'
import { inOrder } from './reorder.ts'

export interface Batcher {
  /** Adds an update; calls `flush` at once, or after `gatherMs` when batching, unless held. */
  add(update: WebhookUpdate, isHeld: boolean): void
  /** Removes and returns all updates, in the order of the settings. */
  drain(): WebhookUpdate[]
  size(): number
  clear(): void
}

export function createBatcher(
  clock: SimulatedClock,
  settings: () => DeliverySettings,
  flush: () => void,
): Batcher {
  let updates: WebhookUpdate[] = []
  let isPlanned = false
  return {
    add(update, isHeld) {
      updates.push(update)
      if (isHeld || isPlanned) return
      if (settings().batch === 1 && settings().reorder === 'none') {
        flush()
        return
      }
      isPlanned = true
      clock.after(settings().gatherMs, 'delivery', flush)
    },
    drain() {
      const taken = inOrder(updates, settings().reorder)
      updates = []
      isPlanned = false
      return taken
    },
    size: () => updates.length,
    clear() {
      updates = []
      isPlanned = false
    },
  }
}
