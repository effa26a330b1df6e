import { params } from './config.ts'
import type { FanOutTriggerNeeds } from './deliveries/fan-out.trigger.ts'
import type { SweepDeliveriesNeeds } from './deliveries/sweep-deliveries.ts'
import { once } from './kernel/once.ts'
import { auditServices } from './wiring-access.ts'
import { firestore, kernelServices, CACHE_SECONDS } from './wiring-kernel.ts'
import { sessionServices } from './wiring-sessions.ts'

/** What raises events: for every room that has something to tell. */
export const eventServices = once(async () => {
  const [
    { firestoreEndpoints },
    { firestoreEvents },
    { createEventPublisher },
    { session },
    { clock, log },
    db,
  ] = await Promise.all([
    import('./deliveries/endpoint-store.firestore.ts'),
    import('./deliveries/event-store.firestore.ts'),
    import('./deliveries/event-publisher.ts'),
    sessionServices(),
    kernelServices(),
    firestore(),
  ])
  const endpoints = firestoreEndpoints(db)
  const addEvent = firestoreEvents(db)
  return { endpoints, addEvent, ...createEventPublisher({ endpoints, addEvent, session, clock, log }) }
})

/** What posts events to endpoints. */
export const deliveryServices = once(async () => {
  const [{ firestoreDeliveries }, { postOverHttp }, kernel, events, db] = await Promise.all([
    import('./deliveries/delivery-store.firestore.ts'),
    import('./deliveries/post-webhook.undici.ts'),
    kernelServices(),
    eventServices(),
    firestore(),
  ])
  return { ...kernel, ...events, deliveries: firestoreDeliveries(db), post: postOverHttp(addressRules()) }
})

/** What the routes of endpoints and deliveries need. */
export const webhookServices = once(async () => {
  const [{ randomSecret }, tools, { freshSessions }, { recordAuditAction }] = await Promise.all([
    import('./deliveries/endpoint-secret.random.ts'),
    deliveryServices(),
    sessionServices(),
    auditServices(),
  ])
  return { ...tools, freshSessions, recordAuditAction, newSecret: randomSecret, addressRules: addressRules() }
})

export const fanOutServices = once(async (): Promise<FanOutTriggerNeeds> => {
  const [{ readStoredEvent }, { cachedLookup }, tools] = await Promise.all([
    import('./deliveries/event-store.firestore.ts'),
    import('./kernel/cached-lookup.ts'),
    deliveryServices(),
  ])
  return {
    ...tools,
    endpoint: cachedLookup(tools.endpoints.find, { seconds: CACHE_SECONDS, clock: tools.clock }),
    read: (document) => readStoredEvent(document as Parameters<typeof readStoredEvent>[0]),
  }
})

export const deliverServices = once(async (): Promise<SweepDeliveriesNeeds> => deliveryServices())

const addressRules = () => ({ loopback: params.webhooksToLoopback.value() === 'true' })
