import { endpointServices } from '../../src/composition/deliveries.ts'
import { attemptDelivery, type DeliveryRequest } from '../../src/deliveries/attempt-delivery.ts'
import type { Caller, KeyCaller } from '../../src/http/caller.ts'
import { createEndpointAuthority } from '../../src/deliveries/endpoint-authority.ts'
import type { Endpoint } from '../../src/deliveries/endpoint.ts'
import { sessionAccess } from '../../src/deliveries/endpoint-scope.ts'
import { readStoredEvent } from '../../src/deliveries/event-store.firestore.ts'
import { fanOut } from '../../src/deliveries/fan-out.ts'
import { cachedLookup } from '../../src/kernel/cached-lookup.ts'
import { readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { processItem } from '../../src/inbox/process-item.ts'
import { engineRig, type EngineRig } from './engine-rig.ts'
import { webhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

export const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

const operatorKey: KeyCaller = {
  kind: 'key',
  keyId: 'key_operator',
  owner: 'acme',
  scopes: ['admin'],
  sessions: 'all',
  mode: 'live',
}

/** The engine with events and deliveries: what wakes functions in a deployment is done by hand. */
export interface DeliveryRig {
  readonly engine: EngineRig
  readonly needs: ReturnType<typeof deliveryNeeds>
  readonly receiver: WebhookReceiver
  addEndpoint(other?: Partial<Endpoint>): Promise<Endpoint>
  /** As the trigger on `events` does, for all of them: again each time, as the platform may. */
  fanOut(): Promise<void>
  /** Runs the tasks that are due, and those they enqueue, until none is. */
  runTasks(): Promise<void>
  /** Lets Meta's statuses arrive and follows from them. */
  settleWebhooks(): Promise<void>
  reset(): Promise<void>
  close(): Promise<void>
}

/** The services of the engine and of deliveries, with a known secret for new endpoints. */
export function deliveryNeeds({ platform, needs, clock }: EngineRig) {
  const deliveries = endpointServices(platform)
  const creators: Caller[] = [operatorKey]
  const authority = createEndpointAuthority({
    ...needs,
    ...deliveries,
    sessions: cachedLookup(needs.sessions, { seconds: 30, clock }).bind(null, 'all'),
    currentCallers: async () => [...creators],
  })
  return {
    ...needs,
    ...deliveries,
    ...authority,
    /** What the creators of all endpoints may do now. */
    creators,
    endpoint: deliveries.endpoints.find,
    newSecret: () => SECRET,
  }
}

export async function deliveryRig(): Promise<DeliveryRig> {
  const engine = await engineRig({ deliversEvents: true })
  const needs = deliveryNeeds(engine)
  const receiver = await webhookReceiver(SECRET)
  let made = 0
  return {
    engine,
    needs,
    receiver,
    async addEndpoint(other = {}) {
      const endpoint: Endpoint = {
        id: `ep_${String(++made).padStart(26, '0')}`,
        url: receiver.url,
        events: ['*'],
        ...sessionAccess(engine.session.id, 'acme'),
        enabled: true,
        ordered: false,
        secrets: [{ secret: SECRET }],
        createdAt: engine.clock.now(),
        ...other,
      }
      await needs.endpoints.add(endpoint)
      needs.invalidateSubscriptions()
      return endpoint
    },
    async fanOut() {
      const events = await engine.db.collection('events').get()
      for (const document of events.docs) await fanOut(readStoredEvent(document), needs)
    },
    async runTasks() {
      for (let due = takeDue(engine); due.length > 0; due = takeDue(engine))
        for (const task of due) await attemptDelivery(task, needs)
    },
    async settleWebhooks() {
      await engine.graph.drainWebhooks()
      const waiting = await engine.db.collection('inbox').where('state', '==', 'new').get()
      for (const document of waiting.docs) await processItem(readInboxItem(document), needs)
    },
    async reset() {
      await engine.reset()
      receiver.came.length = 0
      receiver.answer(204)
      receiver.trust(SECRET)
      needs.creators.splice(0, needs.creators.length, operatorKey)
      needs.invalidateSubscriptions()
    },
    async close() {
      await receiver.close()
      await engine.close()
    },
  }
}

/** Takes the deliveries' tasks whose time has come; the same id twice is one task. */
function takeDue({ tasks, clock }: EngineRig): DeliveryRequest[] {
  const isDue = ({ queue, at }: EngineRig['tasks'][number]): boolean =>
    queue.startsWith('deliver') && (at === undefined || at <= clock.now())
  const due = new Map(tasks.filter(isDue).map((task) => [task.id, task]))
  const rest = tasks.filter((task) => !isDue(task))
  tasks.splice(0, tasks.length, ...rest)
  return [...due.values()].map(({ data, queue }) => ({ ...data, queue }) as unknown as DeliveryRequest)
}
