import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { attemptDelivery, type DeliveryRequest } from '../../src/deliveries/attempt-delivery.ts'
import { createEndpointBreaker, FAILURES_TO_PAUSE } from '../../src/deliveries/endpoint-breaker.ts'
import type { Endpoint } from '../../src/deliveries/endpoint.ts'
import { publishTestEvent } from '../../src/deliveries/publish-test-event.ts'
import { sweepDeliveries } from '../../src/deliveries/sweep-deliveries.ts'
import { deliveryRig, type DeliveryRig } from '../support/delivery-rig.ts'

/** An endpoint that never answers costs the others nothing. */
let rig: DeliveryRig
beforeAll(async () => {
  rig = await deliveryRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.reset())

const DELIVERIES = 40
const HANGING = 'https://hanging.example/'

/** The rig with an endpoint at `HANGING` and how often something was posted there. */
async function withHangingEndpoint() {
  const posted: string[] = []
  let hangs = true
  const needs: DeliveryRig['needs'] = {
    ...rig.needs,
    breaker: createEndpointBreaker(),
    post: async (url, request) => {
      if (url !== HANGING) return rig.needs.post(url, request)
      posted.push(request.headers['webhook-id'] ?? '')
      if (hangs) return { kind: 'failed', because: 'No answer within 10 seconds.', durationMs: 10_000 }
      return { kind: 'answered', status: 204, retryAfter: undefined, text: '', tooLong: false, durationMs: 1 }
    },
  }
  const hanging = await rig.addEndpoint({ url: HANGING })
  for (let i = 0; i < DELIVERIES; i++) await publishTestEvent(hanging, needs)
  await rig.fanOut()
  rig.engine.tasks.length = 0
  return { needs, hanging, posted, answer: () => void (hangs = false) }
}

const statesOf = async ({ id }: Endpoint): Promise<string[]> =>
  (await rig.needs.deliveries.list({ readers: 'all', endpointId: id, limit: 100 })).map(({ state }) => state)

it('makes a few attempts and delivers to the others in the same run', async () => {
  const { needs, hanging, posted } = await withHangingEndpoint()
  const other = await rig.addEndpoint()
  await publishTestEvent(other, needs)
  await rig.fanOut()
  rig.engine.clock.advance(61)
  await sweepDeliveries(needs)
  // Those of the sweep that began together; none begins afterwards.
  expect(posted.length).toBeGreaterThanOrEqual(FAILURES_TO_PAUSE)
  expect(posted.length).toBeLessThan(DELIVERIES)
  expect(await statesOf(other)).toEqual(['delivered'])
  const pending = (await statesOf(hanging)).filter((state) => state === 'pending')
  expect(pending).toHaveLength(DELIVERIES - posted.length)
})

it('probes with one attempt after the pause, and counts no other as tried', async () => {
  const { needs, hanging, posted } = await withHangingEndpoint()
  rig.engine.clock.advance(61)
  await sweepDeliveries(needs)
  const before = posted.length
  rig.engine.clock.advance(121)
  const waiting = await rig.needs.deliveries.list({ readers: 'all', endpointId: hanging.id, limit: 100 })
  const queue = 'deliverSlowEvent'
  for (const { id } of waiting)
    await attemptDelivery({ deliveryId: id, endpointId: hanging.id, queue }, needs)
  expect(posted.length - before).toBe(1)
})

it('delivers everything that waited once the endpoint answers', async () => {
  const { needs, hanging, posted, answer } = await withHangingEndpoint()
  rig.engine.clock.advance(61)
  await sweepDeliveries(needs)
  answer()
  for (let minutes = 0; minutes < 30; minutes++) {
    rig.engine.clock.advance(60)
    await sweepDeliveries(needs)
  }
  expect(await statesOf(hanging)).toEqual(Array(DELIVERIES).fill('delivered'))
  expect(new Set(posted).size).toBe(DELIVERIES)
})

it('moves what is due at a slow endpoint into a queue of its own, and back when it is fast again', async () => {
  const urls: string[] = []
  let durationMs = 5_000
  const needs: DeliveryRig['needs'] = {
    ...rig.needs,
    post: async (url) => {
      urls.push(url)
      return { kind: 'answered', status: 204, retryAfter: undefined, text: '', tooLong: false, durationMs }
    },
  }
  const endpoint = await rig.addEndpoint()
  const queuesAfter = async (run: () => Promise<void>): Promise<string[]> => {
    rig.engine.tasks.length = 0
    await run()
    return rig.engine.tasks.map(({ queue }) => queue)
  }
  const publish = async (): Promise<void> => {
    await publishTestEvent(endpoint, needs)
    await rig.fanOut()
  }
  await publish()
  await publish()
  const tasks = rig.engine.tasks.map(({ data }) => data as unknown as DeliveryRequest)
  const [first, second] = tasks.filter(
    ({ deliveryId }, i) => i === tasks.findIndex((one) => one.deliveryId === deliveryId),
  )
  if (!first || !second) throw new Error('two deliveries were expected')
  expect(await queuesAfter(() => attemptDelivery({ ...first, queue: 'deliverEvent' }, needs))).toEqual([])
  expect(urls).toHaveLength(1)
  // The next one does not hold a connection of the fast queue.
  expect(await queuesAfter(() => attemptDelivery({ ...second, queue: 'deliverEvent' }, needs))).toEqual([
    'deliverSlowEvent',
  ])
  expect(urls).toHaveLength(1)
  await attemptDelivery({ ...second, queue: 'deliverSlowEvent' }, needs)
  expect(urls).toHaveLength(2)
  expect(new Set(await queuesAfter(publish))).toContain('deliverSlowEvent')
  durationMs = 10
  rig.engine.clock.advance(601)
  await sweepDeliveries(needs)
  expect(urls).toHaveLength(3)
  expect(new Set(await queuesAfter(publish))).not.toContain('deliverSlowEvent')
})
