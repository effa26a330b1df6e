/** Updates that wait for company, so that several leave in one POST or in another order. */
import type { SimulatedClock } from '../clock.ts'
import type { DeliverySettings } from '../settings.ts'
import type { Update } from './envelope.ts'
import { inOrder } from './order.ts'

export interface Gathering {
  /** Adds an update; `leave` is called at once, or when others have had time to come, unless it is held. */
  add(update: Update, isHeld: boolean): void
  /** Everything gathered, in the order of the settings; nothing is left. */
  take(): Update[]
  size(): number
  clear(): void
}

export function createGathering(
  clock: SimulatedClock,
  settings: () => DeliverySettings,
  leave: () => void,
): Gathering {
  let updates: Update[] = []
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
    take() {
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
