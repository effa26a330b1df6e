import { derivedId } from '../kernel/ids.ts'
import { rotateSecrets, type Endpoint, type EventFilter } from './endpoint.ts'
import { sessionAccess } from './endpoint-scope.ts'
import { validateUrl, newEndpoint, applyChanges, type EndpointNeeds } from './manage-endpoints.ts'
import { after } from '../kernel/clock.ts'

/** The webhook settings of a session, as its own routes know them. */
export interface SessionWebhook {
  readonly sessionId: string
  /** Whose the session is. */
  readonly owner: string
  /** Who set the webhook: `user:<uid>` or the id of a key. */
  readonly createdBy: string
  readonly url: string
  readonly enabled: boolean
  readonly events: readonly EventFilter[]
}

/** The id of the one endpoint that the webhook settings of a session stand for. */
export const sessionEndpointId = (sessionId: string): string => derivedId('ep', 'session', sessionId)

/**
 * Brings the endpoint of a session in line with its webhook settings.
 * @returns the endpoint, and its secret when it was made now
 * @throws WaypostError `ENDPOINT_URL_FORBIDDEN`
 */
export async function putSessionEndpoint(
  { sessionId, owner, createdBy, url, enabled, events }: SessionWebhook,
  needs: EndpointNeeds,
): Promise<{ readonly endpoint: Endpoint; readonly secret?: string }> {
  const id = sessionEndpointId(sessionId)
  const input = { ...validateUrl(url, needs), enabled, events: [...events] }
  const changed = await needs.endpoints.change(id, (current) => ({
    ...applyChanges(current, input),
    ...sessionAccess(sessionId, owner),
    createdBy,
  }))
  if (changed) {
    needs.invalidateSubscriptions()
    return { endpoint: changed }
  }
  const endpoint = newEndpoint(
    id,
    { ...input, ...sessionAccess(sessionId, owner), createdBy, ordered: false },
    needs,
  )
  await needs.endpoints.add(endpoint)
  needs.invalidateSubscriptions()
  return { endpoint, secret: endpoint.secrets[0]?.secret ?? '' }
}

/** A new secret for the endpoint of a session; the one before signs too until the overlap ends. Null: it has none. */
export async function rotateSessionSecret(
  sessionId: string,
  overlapHours: number,
  needs: EndpointNeeds,
): Promise<string | null> {
  const secret = needs.newSecret()
  const until = after(needs.clock.now(), overlapHours * 3600)
  const endpoint = await needs.endpoints.change(sessionEndpointId(sessionId), (current) => ({
    ...current,
    secrets: rotateSecrets(current, secret, until),
  }))
  return endpoint ? secret : null
}

/** The endpoint of a session goes with it. */
export async function removeSessionEndpoint(
  sessionId: string,
  { endpoints, invalidateSubscriptions }: EndpointNeeds,
): Promise<void> {
  await endpoints.remove(sessionEndpointId(sessionId))
  invalidateSubscriptions()
}
