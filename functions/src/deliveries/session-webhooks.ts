import type { SessionWebhooks } from '../sessions/session-webhook.ts'
import type { EndpointAuthority } from './endpoint-authority.ts'
import { validateUrl, type EndpointNeeds } from './manage-endpoints.ts'
import {
  putSessionEndpoint,
  removeSessionEndpoint,
  rotateSessionSecret,
  sessionEndpointId,
} from './session-endpoint.ts'

/** The webhook settings of sessions: each stands for one endpoint. */
export const sessionWebhooks = (
  needs: EndpointNeeds & Pick<EndpointAuthority, 'recheckSession'>,
): SessionWebhooks => ({
  async find(sessionId) {
    const endpoint = await needs.endpoints.find(sessionEndpointId(sessionId))
    if (endpoint?.url === undefined) return null
    const { url, enabled, events } = endpoint
    return { url, enabled, events: [...events] }
  },
  check: (url) => void validateUrl(url, needs, 'webhookUrl'),
  put: async (place, input) => (await putSessionEndpoint({ ...place, ...input }, needs)).secret,
  rotate: (sessionId, overlapHours) => rotateSessionSecret(sessionId, overlapHours, needs),
  ownersChanged: needs.recheckSession,
  remove: (sessionId) => removeSessionEndpoint(sessionId, needs),
})
