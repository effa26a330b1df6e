import type { KernelServices } from '../kernel/kernel-services.ts'
import { after } from '../kernel/clock.ts'
import { isOpen, LEASE_SECONDS, TASK_GRACE_SECONDS, type StoredDelivery } from './delivery.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { isSlow, signingSecrets, type Endpoint } from './endpoint.ts'
import type { EndpointBreaker } from './endpoint-breaker.ts'
import type { EndpointAuthority } from './endpoint-authority.ts'
import { recordDuration, updateEndpointHealth, type EndpointHealthNeeds } from './endpoint-health.ts'
import { enqueueDelivery } from './enqueue-delivery.ts'
import { classifyResponse } from './classify-response.ts'
import type { PostWebhook } from './post-webhook.ts'
import { signedHeaders } from './webhook-signature.ts'

export interface AttemptDeliveryNeeds
  extends EndpointHealthNeeds, Pick<KernelServices, 'clock' | 'random' | 'tasks' | 'log'> {
  deliveries: Pick<DeliveryStore, 'findWithEndpoint' | 'updateIfUnchanged' | 'findHead'>
  confirmReceiver: EndpointAuthority['confirmReceiver']
  breaker: EndpointBreaker
  post: PostWebhook
}

/** Which delivery to attempt; `attempt`: only this one, a late task is ignored. */
export interface DeliveryRequest {
  readonly deliveryId: string
  readonly endpointId: string
  readonly attempt?: number
  /** The queue of its task; absent: the sweep. */
  readonly queue?: DeliveryQueue
}

/** Slow endpoints have a queue of their own, so that they delay only each other. */
export type DeliveryQueue = 'deliverEvent' | 'deliverSlowEvent'

/**
 * Makes one attempt at a delivery, if that attempt is still due. The delivery is claimed before it is posted, so a
 * concurrent attempt finds it changed. A process that dies in between leaves a lease that expires; the sweep then posts
 * again under the same id.
 */
export async function attemptDelivery(request: DeliveryRequest, needs: AttemptDeliveryNeeds): Promise<void> {
  const { delivery, endpoint } = await needs.deliveries.findWithEndpoint(
    request.deliveryId,
    request.endpointId,
  )
  if (!delivery || !isOpen(delivery)) return
  if (request.attempt !== undefined && request.attempt !== delivery.attempt + 1) return
  if (!endpoint?.enabled || endpoint.url === undefined) return cancel(delivery, needs)
  if (!(await needs.confirmReceiver(endpoint))) return cancel(delivery, needs)
  if (await isBehindOthers(delivery, needs)) return
  if (request.queue !== 'deliverSlowEvent' && isSlow(endpoint, needs.clock.now()))
    return handOver(delivery, needs)
  const pausedUntil = needs.breaker.pausedUntil(endpoint.id, needs.clock.now())
  if (pausedUntil) return postpone(delivery, { endpoint, until: pausedUntil }, needs)
  const claimed = await claim(delivery, needs)
  if (claimed) await postClaimed(claimed, { ...endpoint, url: endpoint.url }, needs)
}

async function postClaimed(
  claimed: StoredDelivery,
  endpoint: Endpoint & { url: string },
  needs: AttemptDeliveryNeeds,
): Promise<void> {
  const begunAt = needs.clock.now()
  const { id, body } = claimed
  const reply = await needs.post(endpoint.url, {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Waypost-Webhooks/1',
      ...signedHeaders({ id, body, at: begunAt }, signingSecrets(endpoint, begunAt)),
    },
    body,
  })
  needs.breaker.record(endpoint.id, reply.kind === 'answered', needs.clock.now())
  const { verdict, change } = classifyResponse(
    reply,
    { delivery: claimed, begunAt },
    { now: needs.clock.now(), fraction: needs.random.next() },
  )
  const settled = await needs.deliveries.updateIfUnchanged(claimed, change)
  needs.log.info(`delivery.${settled ? settled.state : 'late_outcome'}`, {
    deliveryId: id,
    endpointId: endpoint.id,
    attempt: claimed.attempt,
    status: reply.kind === 'answered' ? reply.status : undefined,
    durationMs: reply.durationMs,
  })
  const timed = await recordDuration(endpoint, reply.durationMs, needs)
  if (settled?.state === 'retrying' && settled.wakeAt)
    await enqueueDelivery(settled, needs, { at: settled.wakeAt, isSlow: isSlow(timed, settled.wakeAt) })
  await updateEndpointHealth(endpoint, verdict, needs)
  if (settled && !isOpen(settled)) await enqueueNext(claimed, needs)
}

/** Spread over a minute, so that what waits does not come back at once. Not an attempt: nothing was posted. */
const SPREAD_SECONDS = 60

async function postpone(
  delivery: StoredDelivery,
  { endpoint, until }: { endpoint: Endpoint; until: Date },
  needs: AttemptDeliveryNeeds,
): Promise<void> {
  const wakeAt = after(until, needs.random.next() * SPREAD_SECONDS)
  const postponed = await needs.deliveries.updateIfUnchanged(delivery, { state: delivery.state, wakeAt })
  const isSlowThen = isSlow(endpoint, wakeAt)
  if (postponed)
    await enqueueDelivery(postponed, needs, {
      at: wakeAt,
      again: String(wakeAt.getTime()),
      isSlow: isSlowThen,
    })
}

/** How long the queue for slow endpoints may take before the sweep hands a delivery over again. */
const HANDED_OVER_SECONDS = 600

async function handOver(delivery: StoredDelivery, needs: AttemptDeliveryNeeds): Promise<void> {
  const wakeAt = after(needs.clock.now(), HANDED_OVER_SECONDS)
  const handedOver = await needs.deliveries.updateIfUnchanged(delivery, { state: delivery.state, wakeAt })
  if (handedOver) await enqueueDelivery(handedOver, needs, { again: String(wakeAt.getTime()), isSlow: true })
}

/** Sets the fence (the number of the attempt) and the lease in one write. */
const claim = (
  delivery: StoredDelivery,
  { deliveries, clock }: AttemptDeliveryNeeds,
): Promise<StoredDelivery | null> =>
  deliveries.updateIfUnchanged(delivery, {
    state: delivery.state,
    attempt: delivery.attempt + 1,
    wakeAt: after(clock.now(), LEASE_SECONDS),
  })

/** Its endpoint was disabled or deleted, or may no longer receive. */
async function cancel(delivery: StoredDelivery, needs: AttemptDeliveryNeeds): Promise<void> {
  const cancelled = await needs.deliveries.updateIfUnchanged(delivery, {
    state: 'cancelled',
    wakeAt: null,
    lane: null,
  })
  if (!cancelled) return
  needs.log.info('delivery.cancelled', { deliveryId: delivery.id, endpointId: delivery.endpointId })
  await enqueueNext(delivery, needs)
}

/** For ordered endpoints. The delivery before enqueues this one when it ends; the sweep does if that task is lost. */
async function isBehindOthers(delivery: StoredDelivery, needs: AttemptDeliveryNeeds): Promise<boolean> {
  if (delivery.lane === undefined) return false
  const head = await needs.deliveries.findHead(delivery.lane)
  if (!head || head.id === delivery.id) return false
  const { state } = delivery
  const soon = after(needs.clock.now(), TASK_GRACE_SECONDS)
  const wakeAt = head.wakeAt && head.wakeAt > soon ? head.wakeAt : soon
  await needs.deliveries.updateIfUnchanged(delivery, { state, wakeAt })
  return true
}

/** Enqueues the next delivery of the ordering key. */
async function enqueueNext({ id, lane }: StoredDelivery, needs: AttemptDeliveryNeeds): Promise<void> {
  const next = lane === undefined ? null : await needs.deliveries.findHead(lane)
  if (next) await enqueueDelivery(next, needs, { again: id })
}
