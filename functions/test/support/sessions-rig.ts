import { sessionHealthServices, sessionRouteServices } from '../../src/composition/session-routes.ts'
import { cancelRoute, resumeRoute } from '../../src/dispatch/message-actions.http.ts'
import type { Route } from '../../src/http/route.ts'
import { notifyRoute } from '../../src/send/notify.http.ts'
import { sessionHealthRoute } from '../../src/sessions/session-health.http.ts'
import { sessionRoutes } from '../../src/sessions/sessions.http.ts'
import type { EngineRig } from './engine-rig.ts'

/** Everything under `/v1/sessions`, and a way to send through one. */
export function routesOfSessions({ platform, needs }: EngineRig): Route[] {
  const actions = async () => needs
  return [
    ...sessionRoutes(async () => sessionRouteServices(platform)),
    sessionHealthRoute(async () => sessionHealthServices(platform)),
    resumeRoute(actions),
    cancelRoute(actions),
    notifyRoute(actions),
  ]
}
