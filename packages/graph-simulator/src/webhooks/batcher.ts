/** Updates that wait for company, so that several leave in one POST or in another order. */
import type { SimulatedClock } from '../simulated-clock.ts'
import type { DeliverySettings } from '../settings.ts'
import type { WebhookUpdate } from './envelope.ts'
import { inOrder } from './reorder.ts'

export interface Batcher {
  /** Adds an update; `leave` is called at once, or when others have had time to come, unless it is held. */
  add(update: WebhookUpdate, isHeld: boolean): void
  /** Everything gathered, in the order of the settings; nothing is left. */
  drain(): WebhookUpdate[]
  size(): number
  clear(): void
}

export function createBatcher(
  clock: SimulatedClock,
  settings: () => DeliverySettings,
  leave: () => void,
): Batcher {
  let updates: WebhookUpdate[] = []
  let isPlanned = false
  return {
    add(update, isHeld) {
      updates.push(update)
      if (isHeld || isPlanned) return
      if (settings().batch === 1 && settings().reorder === 'none') {
        leave()
        return
      }
      isPlanned = true
      clock.after(settings().gatherMs, 'delivery', leave)
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
