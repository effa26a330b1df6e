import type { SessionServices } from '../sessions/session-services.ts'
import type { CurrentCallers } from '../auth/current-callers.ts'
import { reachesMode } from '../http/caller-reach.ts'
import { cachedLookup } from '../kernel/cached-lookup.ts'
import type { Session } from '../sessions/session.ts'
import type { Endpoint } from './endpoint.ts'
import { disableEndpoint, type EndpointHealthNeeds } from './endpoint-health.ts'
import { mayReceive, sessionAccess } from './endpoint-scope.ts'
import type { EndpointStore } from './endpoint-store.ts'

export interface EndpointAuthorityNeeds
  extends EndpointHealthNeeds, Pick<SessionServices, 'sessions' | 'freshSessions'> {
  endpoints: Pick<EndpointStore, 'change' | 'inScopes'>
  currentCallers: CurrentCallers
  /** Endpoints changed: event publishers of this process read them again. */
  invalidateSubscriptions(): void
}

/** Decides whether endpoints may still receive, and disables those that may not. */
export interface EndpointAuthority {
  /** Asked before anything is posted to the endpoint or kept for it. False: it is disabled now. */
  confirmReceiver(endpoint: Endpoint): Promise<boolean>
  /** Disables the endpoints of a session whose creators lost it. */
  recheckSession(sessionId: string): Promise<void>
}

/** A right that ended counts for at most this long. */
const CACHE_SECONDS = 30
const REASON =
  'Its creator may no longer receive these events: the API key ended, or the role or the session changed.'

export function createEndpointAuthority(needs: EndpointAuthorityNeeds): EndpointAuthority {
  const cachedCallers = cachedLookup(needs.currentCallers, { seconds: CACHE_SECONDS, clock: needs.clock })
  const isHeld = async (
    { createdBy, owner, scope, mode }: Endpoint,
    callers: CurrentCallers,
    sessions: () => Promise<readonly Session[]>,
  ): Promise<boolean> => {
    const [creators, known] = await Promise.all([callers(createdBy ?? owner), sessions()])
    return creators.some((creator) => reachesMode(creator, mode) && mayReceive(creator, scope, known))
  }
  const disableUnlessHeld = async (endpoint: Endpoint): Promise<boolean> => {
    // A cache that is behind must not disable an endpoint that was created a moment ago.
    if (await isHeld(endpoint, needs.currentCallers, needs.freshSessions)) return true
    await disableEndpoint(endpoint, REASON, needs)
    needs.invalidateSubscriptions()
    return false
  }
  return {
    confirmReceiver: async (endpoint) =>
      (await isHeld(endpoint, cachedCallers, needs.sessions)) || disableUnlessHeld(endpoint),
    async recheckSession(sessionId) {
      const { scope } = sessionAccess(sessionId, '')
      const found = await needs.endpoints.inScopes([scope])
      for (const endpoint of found) if (endpoint.enabled) await disableUnlessHeld(endpoint)
    },
  }
}
