import { firestoreDeliveries } from '../deliveries/delivery-store.firestore.ts'
import { randomSecret } from '../deliveries/endpoint-secret.random.ts'
import { postOverHttp } from '../deliveries/post-webhook.undici.ts'
import { auditServices } from './audit.ts'
import { eventServices } from './events.ts'
import { kernelServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import { sessionServices } from './sessions.ts'
import type { Settings } from './settings.ts'

/** Deliveries of events to endpoints. */
export const deliveryServices = perPlatform((platform) => ({
  ...kernelServices(platform),
  ...eventServices(platform),
  deliveries: firestoreDeliveries(platform.db),
  post: postOverHttp(addressRules(platform.settings)),
}))

/** Endpoints and deliveries for the API. */
export const endpointServices = perPlatform((platform) => ({
  ...deliveryServices(platform),
  freshSessions: sessionServices(platform).freshSessions,
  recordAuditAction: auditServices(platform).recordAuditAction,
  newSecret: randomSecret,
  addressRules: addressRules(platform.settings),
}))

const addressRules = ({ webhooksToLoopback }: Settings) => ({ loopback: webhooksToLoopback })
