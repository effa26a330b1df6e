import { params } from './config.ts'
import type { FanOutDoorNeeds } from './deliveries/fan-out.trigger.ts'
import type { SweepDeliveriesNeeds } from './deliveries/sweep-deliveries.ts'
import { once } from './kernel/once.ts'
import { auditTools } from './wiring-access.ts'
import { firestore, kernelTools, REMEMBERED_SECONDS } from './wiring-kernel.ts'
import { sessionTools } from './wiring-sessions.ts'

/** What raises events: for every room that has something to tell. */
export const eventTools = once(async () => {
  const [{ firestoreEndpoints }, { firestoreEvents }, { keepEvents }, { session }, { clock, log }, db] =
    await Promise.all([
      import('./deliveries/endpoint-store.firestore.ts'),
      import('./deliveries/event-store.firestore.ts'),
      import('./deliveries/keep-event.ts'),
      sessionTools(),
      kernelTools(),
      firestore(),
    ])
  const endpoints = firestoreEndpoints(db)
  const addEvent = firestoreEvents(db)
  return { endpoints, addEvent, ...keepEvents({ endpoints, addEvent, session, clock, log }) }
})

/** What posts events to endpoints. */
export const deliveryTools = once(async () => {
  const [{ firestoreDeliveries }, { postOverHttp }, kernel, events, db] = await Promise.all([
    import('./deliveries/delivery-store.firestore.ts'),
    import('./deliveries/post-webhook.undici.ts'),
    kernelTools(),
    eventTools(),
    firestore(),
  ])
  return { ...kernel, ...events, deliveries: firestoreDeliveries(db), post: postOverHttp(addressRules()) }
})

/** What the routes of endpoints and deliveries need. */
export const webhookTools = once(async () => {
  const [{ randomSecret }, tools, { freshSessions }, { recordAct }] = await Promise.all([
    import('./deliveries/endpoint-secret.random.ts'),
    deliveryTools(),
    sessionTools(),
    auditTools(),
  ])
  return { ...tools, freshSessions, recordAct, newSecret: randomSecret, addressRules: addressRules() }
})

export const fanningOut = once(async (): Promise<FanOutDoorNeeds> => {
  const [{ readStoredEvent }, { remembered }, tools] = await Promise.all([
    import('./deliveries/event-store.firestore.ts'),
    import('./kernel/remembered.ts'),
    deliveryTools(),
  ])
  return {
    ...tools,
    endpoint: remembered(tools.endpoints.find, { seconds: REMEMBERED_SECONDS, clock: tools.clock }),
    read: (document) => readStoredEvent(document as Parameters<typeof readStoredEvent>[0]),
  }
})

export const delivering = once(async (): Promise<SweepDeliveriesNeeds> => deliveryTools())

const addressRules = () => ({ loopback: params.webhooksToLoopback.value() === 'true' })
