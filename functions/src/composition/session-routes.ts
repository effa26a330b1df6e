import { sessionWebhooks } from '../deliveries/session-webhooks.ts'
import { sessionTraffic } from '../dispatch/session-traffic.firestore.ts'
import { tokenForSender } from '../graph/access-tokens.ts'
import { graphSender } from '../graph/graph-sender.ts'
import { fetchPhoneNumberStatus } from '../graph/phone-number-status.undici.ts'
import { inspectToken } from '../graph/token-inspection.undici.ts'
import type { SessionHealthRouteNeeds } from '../sessions/session-health.http.ts'
import { endpointServices } from './deliveries.ts'
import { graphSettings } from './graph.ts'
import { kernelServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import { sessionServices } from './sessions.ts'

/** Sessions for the API, with their webhooks and waiting messages. */
export const sessionRouteServices = perPlatform((platform) => {
  const endpoints = endpointServices(platform)
  return {
    ...kernelServices(platform),
    ...sessionServices(platform),
    publishEvent: endpoints.publishEvent,
    recordAuditAction: endpoints.recordAuditAction,
    webhooks: sessionWebhooks(endpoints),
    tokenSecrets: platform.settings.tokenSecrets,
    countWaiting: sessionTraffic(platform.db).countWaiting,
  }
})

/** The health of a session: its number, its token, its traffic. */
export const sessionHealthServices = perPlatform((platform): SessionHealthRouteNeeds => {
  const graph = graphSettings(platform.settings)
  return {
    ...kernelServices(platform),
    ...sessionTraffic(platform.db),
    freshSessions: sessionServices(platform).freshSessions,
    fetchPhoneNumberStatus: (session) => fetchPhoneNumberStatus(graph, graphSender(session, 'live')),
    async inspectTokenOf(session) {
      const token = tokenForSender(graph, graphSender(session, 'live'))
      return token === undefined ? null : inspectToken({ ...graph, token, wabaId: session.wabaId })
    },
  }
})
