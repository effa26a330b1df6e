/** Posts webhooks concurrently, retries those not answered with 200, and logs them. */
import type { SimulatedClock } from '../simulated-clock.ts'
import type { DeliverySettings } from '../settings.ts'
import { postOnce, type Delivery, type DeliveryAttempt } from './delivery.ts'
import { appendBounded } from '../bounded-log.ts'
import { pauseAfter } from './retry-schedule.ts'

export interface PostQueue {
  /** Records a delivery without posting it. */
  add(part: Omit<Delivery, 'id' | 'attempts' | 'state'>): Delivery
  /** Queues a delivery for posting. */
  push(delivery: Delivery): void
  /** Posts it at once. */
  attempt(delivery: Delivery): Promise<DeliveryAttempt>
  /** Posts waiting deliveries as far as the limits allow. */
  pump(): void
  /** Nothing is in flight and, if `andEmpty`, nothing waits for its turn. */
  isQuiet(andEmpty: boolean): boolean
  /** Resolves when the condition holds; it is checked after each change. */
  until(condition: () => boolean): Promise<void>
  log(): readonly Delivery[]
  reset(): void
}

interface Needs {
  readonly clock: SimulatedClock
  readonly settings: () => DeliverySettings
  /** Whether posting is allowed now. */
  readonly isOpen: () => boolean
  readonly logLimit: number
  readonly log: (line: string) => void
}

interface QueueState {
  waiting: Delivery[]
  logged: Delivery[]
  inFlight: number
  onChange: (() => void)[]
}

const MAX_LOGGED = 5000

export function createPostQueue(needs: Needs): PostQueue {
  let state: QueueState = fresh()
  let lastId = 0
  const pump = () => {
    while (needs.isOpen() && state.inFlight < needs.settings().concurrency) {
      const delivery = state.waiting.shift()
      if (!delivery) break
      void attempt(delivery)
    }
    queueMicrotask(() => notifyWaiters(state))
  }
  const push = (delivery: Delivery) => {
    if (delivery.state === 'waiting') state.waiting.push(delivery)
    pump()
  }
  const attempt = async (delivery: Delivery) => {
    // A reset replaces the state; an attempt in flight still updates its own.
    const mine = state
    mine.inFlight++
    const result = await postOnce(delivery, needs.clock.now())
    mine.inFlight--
    delivery.attempts.push(result)
    const pause = settle(delivery, needs)
    if (pause !== undefined && mine === state) needs.clock.after(pause, 'delivery', () => push(delivery))
    pump()
    return result
  }
  return {
    add(part) {
      const initial = part.url === undefined ? 'no_subscriber' : 'waiting'
      const delivery: Delivery = { ...part, id: ++lastId, attempts: [], state: initial }
      appendBounded(state.logged, delivery, { most: Math.min(needs.logLimit, MAX_LOGGED) })
      return delivery
    },
    push,
    attempt,
    pump,
    isQuiet: (andEmpty) => state.inFlight === 0 && !(andEmpty && state.waiting.length > 0),
    until: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (condition()) resolve()
          else state.onChange.push(look)
        }
        queueMicrotask(look)
      }),
    log: () => [...state.logged],
    reset() {
      const old = state
      state = fresh()
      notifyWaiters(old)
    },
  }
}

function fresh(): QueueState {
  return { waiting: [], logged: [], inFlight: 0, onChange: [] }
}

function notifyWaiters(state: QueueState): void {
  const waiters = state.onChange
  state.onChange = []
  for (const look of waiters) look()
}

/** Records the result of the last attempt; returns the pause before the next one in milliseconds, if any. */
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
