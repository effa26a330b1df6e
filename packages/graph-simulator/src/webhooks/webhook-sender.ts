/**
 * Sends webhooks as Meta does: signed, in batches, concurrently, and again until they are answered with 200.
 * Meta: developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks and /docs/graph-api/webhooks
 */
import type { SimulatedClock } from '../clock.ts'
import type { DeliverySettings } from '../settings.ts'
import { postOnce, webhookHeaders, type Delivery, type DeliveryAttempt } from './delivery.ts'
import { envelope, type Update } from './envelope.ts'
import { inOrder } from './order.ts'
import { phpJson } from './php-json.ts'
import { pauseAfter } from './retry-schedule.ts'

export interface WebhookSender {
  /** Sends an update, alone or with others that come soon, as the settings say. */
  publish(update: Update): void
  /** Sends an update at once, past a hold, and waits for the first attempt. */
  publishNow(update: Update): Promise<void>
  /** Posts these bytes once, whatever they are. */
  postRaw(
    body: string | Uint8Array,
    headers: Record<string, string>,
    url: string | undefined,
  ): Promise<DeliveryAttempt | undefined>
  /** Keeps updates back until `release`. */
  hold(): void
  release(): void
  isHeld(): boolean
  /** Posts everything that waits now, past a hold, each once, and waits for the answers. */
  drain(): Promise<void>
  /** Resolves when nothing will be posted any more by itself. */
  idle(): Promise<void>
  /** The latest deliveries, oldest first. */
  deliveries(): readonly Delivery[]
  /** Updates that wait for company or for `release`. */
  gathered(): number
  reset(): void
}

interface Needs {
  readonly clock: SimulatedClock
  readonly appSecret: string
  readonly settings: () => DeliverySettings
  /** Where the webhooks of a WABA go; undefined when nobody subscribed. */
  readonly urlOf: (wabaId: string) => string | undefined
  readonly log: (line: string) => void
}

const KEPT_DELIVERIES = 5000

// eslint-disable-next-line max-lines-per-function -- one object whose verbs share the queue
export function createWebhookSender({ clock, appSecret, settings, urlOf, log }: Needs): WebhookSender {
  let gathering: Update[] = []
  let flushPlanned = false
  let held = false
  let queue: Delivery[] = []
  let kept: Delivery[] = []
  let inFlight = 0
  let generation = 0
  let lastId = 0
  let onQuiet: (() => void)[] = []

  const add = (part: Pick<Delivery, 'url' | 'body' | 'headers' | 'updates' | 'retried'>): Delivery => {
    const delivery: Delivery = {
      ...part,
      id: ++lastId,
      attempts: [],
      state: part.url === undefined ? 'no_subscriber' : 'waiting',
    }
    kept.push(delivery)
    if (kept.length > KEPT_DELIVERIES * 2)
      kept = kept.filter(({ state }, index) => state === 'waiting' || index >= KEPT_DELIVERIES)
    return delivery
  }
  const pack = (updates: readonly Update[], url: string | undefined): Delivery => {
    const body = phpJson(envelope(updates, settings().layout))
    return add({
      url,
      body,
      headers: webhookHeaders(body, appSecret),
      updates: updates.length,
      retried: true,
    })
  }
  const flush = () => {
    flushPlanned = false
    const updates = inOrder(gathering, settings().reorder)
    gathering = []
    for (const [url, together] of Map.groupBy(updates, ({ wabaId }) => urlOf(wabaId))) {
      for (let at = 0; at < together.length; at += settings().batch) {
        const chunk = together.slice(at, at + settings().batch)
        for (let copy = 0; copy <= settings().duplicates; copy++) queue.push(pack(chunk, url))
      }
    }
    pump()
  }
  const pump = (force = false) => {
    while ((!held || force) && inFlight < settings().concurrency) {
      const delivery = queue.shift()
      if (!delivery) break
      if (delivery.state === 'waiting') void attempt(delivery)
    }
    queueMicrotask(noticeQuiet)
  }
  const attempt = async (delivery: Delivery): Promise<DeliveryAttempt> => {
    const mine = generation
    inFlight++
    const result = await postOnce(delivery, clock.now())
    if (mine !== generation) return result
    inFlight--
    delivery.attempts.push(result)
    settle(delivery, result)
    pump(draining)
    return result
  }
  const settle = (delivery: Delivery, { httpStatus, error }: DeliveryAttempt) => {
    if (httpStatus === 200) {
      delivery.state = 'delivered'
      return
    }
    const pause = delivery.retried ? pauseAfter(delivery.attempts.length, settings().compression) : undefined
    log(
      `webhook ${delivery.id} answered ${error ?? httpStatus}; ${pause === undefined ? 'dropped' : `again in ${Math.round(pause)} ms`}`,
    )
    if (pause === undefined) delivery.state = 'dropped'
    else
      clock.after(pause, 'delivery', () => {
        queue.push(delivery)
        pump()
      })
  }
  let draining = false
  const noticeQuiet = () => {
    const waiters = onQuiet
    onQuiet = []
    for (const look of waiters) look()
  }
  const until = (isTrue: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (isTrue()) resolve()
        else onQuiet.push(look)
      }
      queueMicrotask(look)
    })

  return {
    publish(update) {
      gathering.push(update)
      const { batch, reorder, gatherMs } = settings()
      if (held) return
      if (batch === 1 && reorder === 'none') flush()
      else if (!flushPlanned) {
        flushPlanned = true
        clock.after(gatherMs, 'delivery', flush)
      }
    },
    async publishNow(update) {
      const delivery = pack([update], urlOf(update.wabaId))
      if (delivery.state === 'waiting') await attempt(delivery)
    },
    async postRaw(body, headers, url) {
      const delivery = add({ url, body, headers, updates: 0, retried: false })
      return delivery.state === 'waiting' ? attempt(delivery) : undefined
    },
    hold() {
      held = true
    },
    release() {
      held = false
      flush()
    },
    isHeld: () => held,
    async drain() {
      draining = true
      clock.runAll('status')
      clock.runAll('delivery')
      flush()
      pump(true)
      await until(() => queue.length === 0 && inFlight === 0)
      draining = false
    },
    idle: () =>
      until(
        () =>
          clock.waiting() === 0 && inFlight === 0 && (held || (queue.length === 0 && gathering.length === 0)),
      ),
    deliveries: () => kept.slice(-KEPT_DELIVERIES),
    gathered: () => gathering.length,
    reset() {
      generation++
      gathering = []
      queue = []
      kept = []
      inFlight = 0
      flushPlanned = false
      held = false
      noticeQuiet()
    },
  }
}
