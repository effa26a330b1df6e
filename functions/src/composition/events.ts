import { firestoreEndpoints } from '../deliveries/endpoint-store.firestore.ts'
import { createEventPublisher } from '../deliveries/event-publisher.ts'
import { firestoreEvents } from '../deliveries/event-store.firestore.ts'
import { setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import { sessionServices } from './sessions.ts'

/** Publishes events for every module. */
export const eventServices = perPlatform((platform) => {
  const { db, clock, log, intercept } = platform
  const { session } = sessionServices(platform)
  const endpoints = firestoreEndpoints(db, setAsideServices(platform))
  const addEvent = firestoreEvents(db)
  const publisher = createEventPublisher({ endpoints, addEvent, session, clock, log })
  return { endpoints, addEvent, ...(intercept.eventPublisher?.(publisher) ?? publisher) }
})
