import type { Chance } from '../kernel/chance.ts'
import { after, type Clock } from '../kernel/clock.ts'
import { isOpen, LEASE_SECONDS, TASK_GRACE_SECONDS, type StoredDelivery } from './delivery.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { signingSecrets, type Endpoint } from './endpoint.ts'
import { noteVerdict, type EndpointHealthNeeds } from './endpoint-health.ts'
import { enqueueDelivery, type EnqueueDeliveryNeeds } from './enqueue-delivery.ts'
import { judgeReply } from './judge-reply.ts'
import type { PostWebhook } from './post-webhook.ts'
import { signedHeaders } from './webhook-signature.ts'

export interface AttemptDeliveryNeeds extends EnqueueDeliveryNeeds, EndpointHealthNeeds {
  deliveries: Pick<DeliveryStore, 'findWithEndpoint' | 'move' | 'head'>
  post: PostWebhook
  clock: Clock
  chance: Chance
}

/** A delivery that somebody wants to make: which attempt of it, when that matters. */
export interface AskedDelivery {
  readonly deliveryId: string
  readonly endpointId: string
  readonly attempt?: number
}

/**
 * Makes one attempt at a delivery, if it still waits for that one. Claimed before it is posted: whoever comes second
 * finds it changed. Whoever dies in between leaves a lease that runs out; the sweep then posts it again, under the same id.
 */
export async function attemptDelivery(asked: AskedDelivery, needs: AttemptDeliveryNeeds): Promise<void> {
  const { delivery, endpoint } = await needs.deliveries.findWithEndpoint(asked.deliveryId, asked.endpointId)
  if (!delivery || !isOpen(delivery)) return
  if (asked.attempt !== undefined && asked.attempt !== delivery.attempt + 1) return
  if (!endpoint?.enabled || endpoint.url === undefined) return cancel(delivery, needs)
  if (await waitsForOthers(delivery, needs)) return
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
  const { verdict, change } = judgeReply(
    reply,
    { delivery: claimed, begunAt },
    { now: needs.clock.now(), fraction: needs.chance.fraction() },
  )
  const settled = await needs.deliveries.move(claimed, change)
  needs.log.info(`delivery.${settled ? settled.state : 'late_outcome'}`, {
    deliveryId: id,
    endpointId: endpoint.id,
    attempt: claimed.attempt,
    status: reply.kind === 'answered' ? reply.status : undefined,
    durationMs: reply.durationMs,
  })
  if (settled?.state === 'retrying' && settled.wakeAt)
    await enqueueDelivery(settled, needs, { at: settled.wakeAt })
  await noteVerdict(endpoint, verdict, needs)
  if (settled && !isOpen(settled)) await callNext(claimed, needs)
}

/** The number of the attempt is its fence, the time its lease: both in one write. */
const claim = (
  delivery: StoredDelivery,
  { deliveries, clock }: AttemptDeliveryNeeds,
): Promise<StoredDelivery | null> =>
  deliveries.move(delivery, {
    state: delivery.state,
    attempt: delivery.attempt + 1,
    wakeAt: after(clock.now(), LEASE_SECONDS),
  })

/** Nobody is there to be told. */
async function cancel(delivery: StoredDelivery, needs: AttemptDeliveryNeeds): Promise<void> {
  const cancelled = await needs.deliveries.move(delivery, { state: 'cancelled', wakeAt: null, lane: null })
  if (!cancelled) return
  needs.log.info('delivery.cancelled', { deliveryId: delivery.id, endpointId: delivery.endpointId })
  await callNext(delivery, needs)
}

/** Of an ordered endpoint: the one before it calls it when it is done; should that get lost, the sweep does. */
async function waitsForOthers(delivery: StoredDelivery, needs: AttemptDeliveryNeeds): Promise<boolean> {
  if (delivery.lane === undefined) return false
  const head = await needs.deliveries.head(delivery.lane)
  if (!head || head.id === delivery.id) return false
  const { state } = delivery
  const soon = after(needs.clock.now(), TASK_GRACE_SECONDS)
  const wakeAt = head.wakeAt && head.wakeAt > soon ? head.wakeAt : soon
  await needs.deliveries.move(delivery, { state, wakeAt })
  return true
}

/** Lets the next one of the lane come. */
async function callNext({ id, lane }: StoredDelivery, needs: AttemptDeliveryNeeds): Promise<void> {
  const next = lane === undefined ? null : await needs.deliveries.head(lane)
  if (next) await enqueueDelivery(next, needs, { again: id })
}
