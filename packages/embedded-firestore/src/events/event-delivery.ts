import type { DocumentEvent } from './cloud-event.ts'

/** An event on its way to one trigger. */
export interface Delivery {
  readonly trigger: string
  readonly url: string
  readonly retry: boolean
  readonly event: DocumentEvent
  /** Creation time in milliseconds; retries end 24 hours later. */
  readonly since: number
}

/** Outcomes of a delivery and of its attempts. */
export interface DeliveryObserver {
  delivered(delivery: Delivery): void
  attemptFailed(delivery: Delivery): void
  /** Given up: the trigger has no retry, or 24 hours have passed. */
  dropped(delivery: Delivery): void
}

/** Delivers events in parallel, within bounds. */
export interface EventDelivery {
  send(delivery: Delivery): void
  /** Resolves when nothing is queued, on its way, or waiting for its next attempt. */
  idle(): Promise<void>
  /** Stops at once; pending deliveries stay undelivered. */
  close(): void
}

const parallelDeliveries = 100
const firstDelayMs = 100
const maximumDelayMs = 10_000
const retrySpanMs = 24 * 60 * 60 * 1000
/** The longest a function may take to handle an event. */
const responseTimeoutMs = 540_000

/** 100 ms, doubled per attempt, 10 s at most. */
export const retryDelayMs = (attempt: number) => Math.min(maximumDelayMs, firstDelayMs * 2 ** (attempt - 1))

async function accepted({ url, event }: Delivery, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
      body: JSON.stringify(event),
      signal: AbortSignal.any([signal, AbortSignal.timeout(responseTimeoutMs)]),
    })
    await response.arrayBuffer()
    return response.ok
  } catch {
    // Refused, reset or timed out: not accepted. The observer counts it.
    return false
  }
}

/** Creates a delivery queue that reports each outcome to the observer. */
export function createEventDelivery(observer: DeliveryObserver): EventDelivery {
  const queue: { delivery: Delivery; attempt: number }[] = []
  const timers = new Set<NodeJS.Timeout>()
  const stopped = new AbortController()
  let running = 0
  let waiting: (() => void)[] = []

  const settle = () => {
    if (running + queue.length + timers.size > 0) return
    for (const resolve of waiting) resolve()
    waiting = []
  }
  const later = (delivery: Delivery, attempt: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      queue.push({ delivery, attempt: attempt + 1 })
      pump()
    }, retryDelayMs(attempt))
    timers.add(timer)
  }
  const failed = (delivery: Delivery, attempt: number) => {
    observer.attemptFailed(delivery)
    if (delivery.retry && Date.now() - delivery.since < retrySpanMs) later(delivery, attempt)
    else observer.dropped(delivery)
  }
  const run = async ({ delivery, attempt }: { delivery: Delivery; attempt: number }) => {
    const ok = await accepted(delivery, stopped.signal)
    if (stopped.signal.aborted) return
    if (ok) observer.delivered(delivery)
    else failed(delivery, attempt)
  }
  const pump = () => {
    while (running < parallelDeliveries && !stopped.signal.aborted) {
      const next = queue.shift()
      if (!next) break
      running += 1
      void run(next).finally(() => {
        running -= 1
        pump()
      })
    }
    settle()
  }
  return {
    send(delivery) {
      queue.push({ delivery, attempt: 1 })
      setImmediate(pump)
    },
    idle: () =>
      running + queue.length + timers.size === 0
        ? Promise.resolve()
        : new Promise((done) => waiting.push(done)),
    close() {
      stopped.abort()
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      queue.splice(0)
      settle()
    },
  }
}
