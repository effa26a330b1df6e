import { afterAll, beforeAll, expect, it } from 'vitest'
import { attemptDelivery, type DeliveryRequest } from '../../src/deliveries/attempt-delivery.ts'
import { readStoredEvent } from '../../src/deliveries/event-store.firestore.ts'
import { fanOut } from '../../src/deliveries/fan-out.ts'
import { sweepDeliveries } from '../../src/deliveries/sweep-deliveries.ts'
import { firestoreInbox, readInboxItem } from '../../src/inbox/inbox-store.firestore.ts'
import { processItem } from '../../src/inbox/process-item.ts'
import { sweepDue } from '../support/sweep-due.ts'
import { sendMessage } from '../../src/send/send-message.ts'
import { seededRandom, seedOfSample } from './seeded-random.ts'
import { deliveryRig, type DeliveryRig } from '../support/delivery-rig.ts'

/**
 * The process dies before and after each thing it does to the world, one place after the other; what wakes functions in
 * a deployment wakes its successor. However it dies, both endpoints get every event, each under one id.
 */
let rig: DeliveryRig
beforeAll(async () => {
  rig = await deliveryRig()
})
afterAll(() => rig.close())

class Died extends Error {}

/** A process that dies at a step: from there on nothing it does has any effect. */
function mortal(needs: DeliveryRig['needs'], diesAt: number) {
  let steps = 0
  const step = (): void => {
    if (++steps >= diesAt) throw new Died()
  }
  const around = <Verbs extends object>(verbs: Verbs): Verbs =>
    Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [
        name,
        async (...words: unknown[]) => {
          step()
          const answer = await (verb as (...given: unknown[]) => Promise<unknown>)(...words)
          step()
          return answer
        },
      ]),
    ) as Verbs
  const { addEvent, post, endpoint, onMessageChanged, publishEvent, prepareEvent } = needs
  return {
    needs: {
      ...needs,
      ...around({ addEvent, post, endpoint, onMessageChanged, publishEvent, prepareEvent }),
      messages: around(needs.messages),
      deliveries: around(needs.deliveries),
      endpoints: around(needs.endpoints),
      tasks: around(needs.tasks),
    },
    steps: () => steps,
  }
}

const content = {
  type: 'template',
  template: { templateName: 'hello_world', languageCode: 'en_US' },
} as const
const send = (needs: DeliveryRig['needs']) =>
  sendMessage(
    {
      caller: { kind: 'key', keyId: 'k', owner: 'acme', scopes: ['send'], sessions: 'all', mode: 'live' },
      to: '+972546800360',
      toField: '/to',
      content,
      options: { ifUnknown: 'fail' },
      wait: true,
      idempotencyKey: undefined,
    },
    needs,
  )

/** Once what the platform would do by itself: triggers, tasks, schedules. */
async function wakeAll(needs: DeliveryRig['needs']): Promise<void> {
  const { db, graph, tasks } = rig.engine
  await graph.drainWebhooks()
  const items = await db.collection('inbox').where('state', '==', 'new').get()
  for (const item of items.docs)
    await processItem(readInboxItem(item), { ...needs, inbox: firestoreInbox(db) })
  for (const event of (await db.collection('events').get()).docs) await fanOut(readStoredEvent(event), needs)
  for (const { queue, data } of tasks.splice(0))
    if (queue === 'deliverEvent') await attemptDelivery(data as unknown as DeliveryRequest, needs)
}

/** Everything that wakes by the clock, until nothing is left. */
async function recover(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    rig.engine.clock.advance(130)
    await sweepDue(rig.engine, rig.needs)
    await wakeAll(rig.needs)
    await sweepDeliveries(rig.needs)
  }
}

/** One life: a message with two endpoints that listen, by a process that dies at this step. @returns whether it died */
async function live(diesAt: number): Promise<boolean> {
  await rig.reset()
  await rig.addEndpoint()
  await rig.addEndpoint({ events: ['message.accepted', 'message.read'] })
  const { needs } = mortal(rig.needs, diesAt)
  try {
    await send(needs)
    await wakeAll(needs)
    await sweepDeliveries(needs)
  } catch (error) {
    if (!(error instanceof Died)) throw error
    await recover()
    return true
  }
  return false
}

/** A sample: each eighth step, from one that chance chooses. `EVERY_STEP=1` dies at all of them. */
const seed = seedOfSample()
const [first, stride, timeout] =
  process.env['EVERY_STEP'] === '1' ? [1, 1, 600_000] : [1 + seededRandom(seed).below(8), 8, 60_000]

it(`tells both endpoints everything, wherever the process dies (seed ${seed})`, { timeout }, async () => {
  let deaths = 0
  for (let diesAt = first; await live(diesAt); diesAt += stride) {
    deaths++
    const messages = await rig.engine.db.collection('messages').get()
    const accepted = messages.docs[0]?.get('sending') === 'accepted'
    const received = new Map<string, Set<string>>()
    for (const { id, type } of rig.receiver.came)
      received.set(type, (received.get(type) ?? new Set()).add(id))
    const ids = Object.fromEntries([...received].map(([type, set]) => [type, set.size]))
    if (accepted)
      expect(ids, `died at step ${String(diesAt)}`).toEqual({
        'message.accepted': 2,
        'message.sent': 1,
        'message.delivered': 1,
        'message.read': 2,
      })
    else expect(Object.keys(ids), `died at step ${String(diesAt)}`).not.toContain('message.accepted')
  }
  expect(deaths * stride).toBeGreaterThan(80)
})
