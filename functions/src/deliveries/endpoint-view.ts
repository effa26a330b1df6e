import type { EndpointView, EndpointWithSecret } from '@waypost/contract'
import type { Endpoint } from './endpoint.ts'

/** An endpoint as the API shows it: without its secrets. */
export function endpointView(endpoint: Endpoint, now: Date): EndpointView {
  const { id, url, events, scope, sessionId, owner, enabled, disabled, ordered, description } = endpoint
  const { failingSince, createdAt, secrets } = endpoint
  const session = scope === 'all' ? '*' : sessionId
  const until = secrets.map((one) => one.until).find((instant) => instant !== undefined && instant > now)
  return {
    id,
    ...(url !== undefined && { url }),
    events: [...events],
    ...(session !== undefined && { session }),
    owner,
    enabled,
    ...(disabled && { disabled: { at: disabled.at.toISOString(), reason: disabled.because } }),
    ordered,
    ...(description !== undefined && { description }),
    ...(failingSince && { failingSince: failingSince.toISOString() }),
    ...(until && { secretRotatesUntil: until.toISOString() }),
    createdAt: createdAt.toISOString(),
  }
}

/** The same with its present secret: shown when it was made, and never again. */
export const endpointWithSecret = (endpoint: Endpoint, now: Date): EndpointWithSecret => ({
  ...endpointView(endpoint, now),
  secret: endpoint.secrets[0]?.secret ?? '',
})
