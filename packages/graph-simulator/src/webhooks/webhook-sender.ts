/**
 * Sends webhooks as Meta does: signed, in batches, concurrently, and again until they are answered with 200.
 * Meta: developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks and /docs/graph-api/webhooks
 */
import type { SimulatedClock } from '../simulated-clock.ts'
import type { DeliverySettings } from '../settings.ts'
import { webhookHeaders, type Delivery, type DeliveryAttempt } from './delivery.ts'
import { envelope, type WebhookUpdate } from './envelope.ts'
import { createBatcher } from './batcher.ts'
import { phpJson } from './php-json.ts'
import { createPostQueue } from './post-queue.ts'

export interface WebhookSender {
  /** Sends an update, batched as the settings say. */
  publish(update: WebhookUpdate): void
  /** Sends an update at once, even while held, and waits for the first attempt. */
  publishNow(update: WebhookUpdate): Promise<void>
  /** Posts these bytes once; undefined without an address. */
  postRaw(raw: Pick<Delivery, 'body' | 'headers' | 'url'>): Promise<DeliveryAttempt | undefined>
  /** Holds updates until `release`. */
  hold(): void
  release(): void
  isHeld(): boolean
  /** Applies all planned statuses and posts everything that waits, even while held; resolves after the answers. */
  drain(): Promise<void>
  /** Resolves when nothing is left to be posted without a further action. */
  idle(): Promise<void>
  /** The latest deliveries, oldest first. */
  deliveries(): readonly Delivery[]
  /** Number of updates that wait for a batch or for `release`. */
  batched(): number
  reset(): void
}

interface Needs {
  readonly clock: SimulatedClock
  readonly appSecret: string
  /** Most deliveries that the log holds. */
  readonly logLimit: number
  readonly settings: () => DeliverySettings
  /** Webhook address of a WABA; undefined without a subscription. */
  readonly urlOf: (wabaId: string) => string | undefined
  readonly log: (line: string) => void
}

export function createWebhookSender(needs: Needs): WebhookSender {
  const { clock, settings, appSecret, urlOf } = needs
  let isHeld = false
  let isDraining = false
  const posts = createPostQueue({ ...needs, isOpen: () => !isHeld || isDraining })

  const pack = (updates: readonly WebhookUpdate[], url: string | undefined) => {
    const body = phpJson(envelope(updates, settings().layout))
    const headers = webhookHeaders(body, appSecret)
    return posts.add({ url, body, headers, updates: updates.length, retried: true })
  }
  const flush = () => {
    if (isHeld && !isDraining) return
    for (const { url, chunk } of chunks(batcher.drain(), needs)) {
      for (let copy = 0; copy <= settings().duplicates; copy++) posts.push(pack(chunk, url))
    }
    posts.pump()
  }
  const batcher = createBatcher(clock, settings, flush)
  return {
    publish(update) {
      batcher.add(update, isHeld)
      posts.pump()
    },
    async publishNow(update) {
      const delivery = pack([update], urlOf(update.wabaId))
      if (delivery.state === 'waiting') await posts.attempt(delivery)
    },
    async postRaw(raw) {
      const delivery = posts.add({ ...raw, updates: 0, retried: false })
      return delivery.state === 'waiting' ? posts.attempt(delivery) : undefined
    },
    hold: () => void (isHeld = true),
    release() {
      isHeld = false
      flush()
    },
    isHeld: () => isHeld,
    async drain() {
      isDraining = true
      clock.runAll('status')
      clock.runAll('delivery')
      flush()
      await posts.until(() => posts.isQuiet(true))
      isDraining = false
    },
    idle: () =>
      posts.until(() => clock.waiting() === 0 && posts.isQuiet(!isHeld) && (isHeld || batcher.size() === 0)),
    deliveries: () => posts.log(),
    batched: () => batcher.size(),
    reset() {
      isHeld = false
      isDraining = false
      batcher.clear()
      posts.reset()
    },
  }
}

/** Updates for one address, at most `batch` in a POST. */
function chunks(
  updates: readonly WebhookUpdate[],
  { settings, urlOf }: Needs,
): { url: string | undefined; chunk: WebhookUpdate[] }[] {
  const { batch } = settings()
  return [...Map.groupBy(updates, ({ wabaId }) => urlOf(wabaId))].flatMap(([url, together]) =>
    Array.from({ length: Math.ceil(together.length / batch) }, (_, at) => ({
      url,
      chunk: together.slice(at * batch, (at + 1) * batch),
    })),
  )
}
