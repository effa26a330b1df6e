import { currentCallers } from '../auth/current-callers.ts'
import { createEndpointAuthority } from '../deliveries/endpoint-authority.ts'
import { createEndpointBreaker } from '../deliveries/endpoint-breaker.ts'
import { firestoreDeliveries } from '../deliveries/delivery-store.firestore.ts'
import { randomSecret } from '../deliveries/endpoint-secret.random.ts'
import { postOverHttp } from '../deliveries/post-webhook.undici.ts'
import { auditServices } from './audit.ts'
import { apiKeyServices } from './auth.ts'
import { eventServices } from './events.ts'
import { kernelServices } from './kernel.ts'
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
    deliveries: firestoreDeliveries(db),
    post: postOverHttp(addressRules(settings)),
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
