/** Posts webhooks: several at once, again when they are not answered with 200, and keeps a log of them. */
import type { SimulatedClock } from '../simulated-clock.ts'
import type { DeliverySettings } from '../settings.ts'
import { postOnce, type Delivery, type DeliveryAttempt } from './delivery.ts'
import { pauseAfter } from './retry-schedule.ts'

export interface PostQueue {
  /** Notes a delivery; it is posted when it is pushed. */
  add(part: Omit<Delivery, 'id' | 'attempts' | 'state'>): Delivery
  /** Posts it when its turn comes and posting is allowed. */
  push(delivery: Delivery): void
  /** Posts it at once. */
  attempt(delivery: Delivery): Promise<DeliveryAttempt>
  /** Looks whether something can be posted now. */
  pump(): void
  /** Nothing is in flight and, if `andEmpty`, nothing waits for its turn. */
  isQuiet(andEmpty: boolean): boolean
  /** Resolves when the condition holds; it is looked at whenever something has been done. */
  until(condition: () => boolean): Promise<void>
  log(): readonly Delivery[]
  reset(): void
}

interface Needs {
  readonly clock: SimulatedClock
  readonly settings: () => DeliverySettings
  /** May anything be posted now? */
  readonly isOpen: () => boolean
  readonly log: (line: string) => void
}

interface QueueState {
  waiting: Delivery[]
  kept: Delivery[]
  inFlight: number
  onChange: (() => void)[]
}

const MAX_LOGGED = 5000

export function createPostQueue(needs: Needs): PostQueue {
  let inside: QueueState = fresh()
  let lastId = 0
  const pump = () => {
    while (needs.isOpen() && inside.inFlight < needs.settings().concurrency) {
      const delivery = inside.waiting.shift()
      if (!delivery) break
      void attempt(delivery)
    }
    queueMicrotask(() => notifyWaiters(inside))
  }
  const push = (delivery: Delivery) => {
    if (delivery.state === 'waiting') inside.waiting.push(delivery)
    pump()
  }
  const attempt = async (delivery: Delivery) => {
    // A reset while this is in flight begins with a new inside; the old one no longer matters.
    const mine = inside
    mine.inFlight++
    const result = await postOnce(delivery, needs.clock.now())
    mine.inFlight--
    delivery.attempts.push(result)
    const pause = settle(delivery, needs)
    if (pause !== undefined && mine === inside) needs.clock.after(pause, 'delivery', () => push(delivery))
    pump()
    return result
  }
  return {
    add(part) {
      const state = part.url === undefined ? 'no_subscriber' : 'waiting'
      const delivery: Delivery = { ...part, id: ++lastId, attempts: [], state }
      inside.kept.push(delivery)
      if (inside.kept.length > MAX_LOGGED * 2) inside.kept.splice(0, MAX_LOGGED)
      return delivery
    },
    push,
    attempt,
    pump,
    isQuiet: (andEmpty) => inside.inFlight === 0 && !(andEmpty && inside.waiting.length > 0),
    until: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (condition()) resolve()
          else inside.onChange.push(look)
        }
        queueMicrotask(look)
      }),
    log: () => inside.kept.slice(-MAX_LOGGED),
    reset() {
      const old = inside
      inside = fresh()
      notifyWaiters(old)
    },
  }
}

function fresh(): QueueState {
  return { waiting: [], kept: [], inFlight: 0, onChange: [] }
}

function notifyWaiters(inside: QueueState): void {
  const waiters = inside.onChange
  inside.onChange = []
  for (const look of waiters) look()
}

/** Notes how an attempt ended; returns the pause before the next one, if there is to be one. Milliseconds. */
function settle(delivery: Delivery, { settings, log }: Needs): number | undefined {
  const last = delivery.attempts.at(-1)
  if (last?.httpStatus === 200) {
    delivery.state = 'delivered'
    return undefined
  }
  const pause = delivery.retried ? pauseAfter(delivery.attempts.length, settings().compression) : undefined
  if (pause === undefined) delivery.state = 'dropped'
  const next = pause === undefined ? 'dropped' : `again in ${Math.round(pause)} ms`
  log(`webhook ${delivery.id}: ${last?.error ?? `answered ${last?.httpStatus ?? 0}`}; ${next}`)
  return pause
}
