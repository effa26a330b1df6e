import { readStoredEvent } from '../deliveries/event-store.firestore.ts'
import type { FanOutTriggerNeeds } from '../deliveries/fan-out.trigger.ts'
import { cachedLookup } from '../kernel/cached-lookup.ts'
import { parseEach } from '../kernel/unreadable-documents.firestore.ts'
import { currentCallers } from '../auth/current-callers.ts'
import { createEndpointAuthority } from '../deliveries/endpoint-authority.ts'
import { createEndpointBreaker } from '../deliveries/endpoint-breaker.ts'
import { firestoreDeliveries } from '../deliveries/delivery-store.firestore.ts'
import { randomSecret } from '../deliveries/endpoint-secret.random.ts'
import { postOverHttp } from '../deliveries/post-webhook.undici.ts'
import { auditServices } from './audit.ts'
import { apiKeyServices } from './auth.ts'
import { eventServices } from './events.ts'
import { kernelServices, setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import { sessionServices } from './sessions.ts'
import type { Settings } from './settings.ts'

/** Deliveries of events to endpoints. */
export const deliveryServices = perPlatform((platform) => {
  const { clock, currentUser, db, settings } = platform
  const { keys } = apiKeyServices(platform)
  const services = { ...kernelServices(platform), ...eventServices(platform) }
  const { sessions, freshSessions } = sessionServices(platform)
  const callers = currentCallers({ keys, currentUser, clock })
  return {
    ...services,
    ...createEndpointAuthority({ ...services, sessions, freshSessions, currentCallers: callers }),
    breaker: createEndpointBreaker(),
    deliveries: firestoreDeliveries(db, setAsideServices(platform)),
    post: postOverHttp(addressRules(settings)),
  }
})

/** Turns events into deliveries. */
export const fanOutServicesOf = perPlatform((platform): FanOutTriggerNeeds => {
  const deliveries = deliveryServices(platform)
  const { settings, clock } = platform
  return {
    ...deliveries,
    endpoint: cachedLookup(deliveries.endpoints.find, { seconds: settings.cacheSeconds, clock }),
    async read(document) {
      const setAside = setAsideServices(platform)
      const [event] = await parseEach([document], readStoredEvent, setAside)
      return event ?? null
    },
  }
})

/** Endpoints and deliveries for the API. */
export const endpointServices = perPlatform((platform) => ({
  ...deliveryServices(platform),
  freshSessions: sessionServices(platform).freshSessions,
  recordAuditAction: auditServices(platform).recordAuditAction,
  newSecret: randomSecret,
  addressRules: addressRules(platform.settings),
}))

const addressRules = ({ webhooksToLoopback }: Settings) => ({ loopback: webhooksToLoopback })
