import type { Route } from '../../src/http/route.ts'
import { randomSecret } from '../../src/deliveries/endpoint-secret.random.ts'
import { firestoreEndpoints } from '../../src/deliveries/endpoint-store.firestore.ts'
import { sessionWebhooks } from '../../src/deliveries/session-webhooks.ts'
import { fetchPhoneNumberStatus } from '../../src/graph/phone-number-status.undici.ts'
import { graphSender } from '../../src/graph/graph-sender.ts'
import { inspectToken } from '../../src/graph/token-inspection.undici.ts'
import { notifyRoute } from '../../src/send/notify.http.ts'
import { cancelRoute, resumeRoute } from '../../src/dispatch/message-actions.http.ts'
import { sessionTraffic } from '../../src/dispatch/session-traffic.firestore.ts'
import type { ManageSessionsNeeds } from '../../src/sessions/manage-sessions.ts'
import { sessionHealthRoute, type SessionHealthRouteNeeds } from '../../src/sessions/session-health.http.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import { sessionRoutes } from '../../src/sessions/sessions.http.ts'
import type { EngineRig } from './engine-rig.ts'

/** The token that the engine sends with for sessions that name this secret. */
export const SHOP_SECRET = 'SHOP_ACCESS_TOKEN'
export const SHOP_TOKEN = 'shop-token'

/** Everything under `/v1/sessions`, and a way to send through one. */
export function routesOfSessions(rig: EngineRig): Route[] {
  const managing = async () => managingNeeds(rig)
  const steering = async () => rig.needs
  return [
    ...sessionRoutes(managing),
    sessionHealthRoute(async () => healthNeeds(rig)),
    resumeRoute(steering),
    cancelRoute(steering),
    notifyRoute(steering),
  ]
}

function managingNeeds({ db, needs }: EngineRig): ManageSessionsNeeds {
  const { freshSessions, ids, clock } = needs
  return {
    ...needs,
    sessionStore: firestoreSessions(db),
    webhooks: sessionWebhooks({
      endpoints: firestoreEndpoints(db),
      freshSessions,
      newSecret: randomSecret,
      addressRules: { loopback: false },
      invalidateSubscriptions: () => undefined,
      ids,
      clock,
    }),
    tokenSecrets: [SHOP_SECRET],
    countWaiting: sessionTraffic(db).countWaiting,
  }
}

function healthNeeds({ db, graph: { url }, needs }: EngineRig): SessionHealthRouteNeeds {
  const settings = { url, version: 'v26.0', accessToken: 'token', testAccessToken: 'token' }
  return {
    ...needs,
    ...sessionTraffic(db),
    fetchPhoneNumberStatus: (session) => fetchPhoneNumberStatus(settings, graphSender(session, 'live')),
    inspectTokenOf: ({ wabaId }) => inspectToken({ ...settings, token: 'token', wabaId }),
  }
}
