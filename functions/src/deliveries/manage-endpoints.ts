import type { KernelServices } from '../kernel/kernel-services.ts'
import type { SessionServices } from '../sessions/session-services.ts'
import { WaypostError, type ChangeEndpointRequest, type CreateEndpointRequest } from '@waypost/contract'
import { callerId, modeOf, type Caller } from '../http/caller.ts'
import { reachesMode } from '../http/caller-reach.ts'
import { after } from '../kernel/clock.ts'
import { rotateSecrets, type Endpoint, type GenerateSecret } from './endpoint.ts'
import {
  mayRead,
  mayReceive,
  resolveEndpointAccess,
  readerKeys,
  type EndpointAccess,
} from './endpoint-scope.ts'
import type { EndpointStore } from './endpoint-store.ts'
import { urlFault, type AddressRules } from './public-address.ts'

export interface EndpointNeeds extends Pick<
  KernelServices & SessionServices,
  'freshSessions' | 'ids' | 'clock'
> {
  endpoints: EndpointStore
  newSecret: GenerateSecret
  addressRules: AddressRules
  /** Event publishers of this process read endpoints again. */
  invalidateSubscriptions(): void
}

/** Each endpoint costs writes for every event. */
const MAX_ENDPOINTS_PER_OWNER = 50

/** Builds the endpoint of a request; not stored yet. @throws WaypostError for a place or an address it may not have */
export async function resolveEndpoint(
  input: CreateEndpointRequest,
  caller: Caller,
  needs: EndpointNeeds,
): Promise<Endpoint> {
  const { url, session, ...settings } = input
  const place = resolveEndpointAccess(caller, session, await needs.freshSessions())
  const own = (await needs.endpoints.list([`owner:${place.owner}`])).filter(
    ({ owner }) => owner === place.owner,
  )
  if (own.length >= MAX_ENDPOINTS_PER_OWNER) throw new WaypostError('ENDPOINT_LIMIT')
  const endpoint = {
    ...settings,
    ...place,
    ...(modeOf(caller) === 'test' && { mode: 'test' as const }),
    ...validateUrl(url, needs),
    createdBy: callerId(caller),
  }
  return newEndpoint(needs.ids.next('ep'), endpoint, needs)
}

/** A new endpoint with a secret of its own. */
export const newEndpoint = (
  id: string,
  settings: EndpointAccess & Omit<CreateEndpointRequest, 'session'> & Pick<Endpoint, 'mode' | 'createdBy'>,
  { newSecret, clock }: Pick<EndpointNeeds, 'newSecret' | 'clock'>,
): Endpoint => ({ ...settings, id, secrets: [{ secret: newSecret() }], createdAt: clock.now() })

/** @throws WaypostError `ENDPOINT_URL_FORBIDDEN`, naming the field that the caller wrote it into */
export function validateUrl(
  url: string | undefined,
  { addressRules }: Pick<EndpointNeeds, 'addressRules'>,
  field = 'url',
): { url?: string } {
  if (url === undefined) return {}
  const fault = urlFault(url, addressRules)
  if (fault === null) return { url }
  throw new WaypostError('ENDPOINT_URL_FORBIDDEN', {
    message: `Events cannot be posted to this address: ${fault}`,
    fields: [{ path: `/${field}`, message: fault }],
  })
}

export async function storeEndpoint(endpoint: Endpoint, needs: EndpointNeeds): Promise<void> {
  await needs.endpoints.add(endpoint)
  needs.invalidateSubscriptions()
}

/** @throws WaypostError `ENDPOINT_NOT_FOUND`, also for somebody else's */
export async function findEndpoint(
  id: string,
  caller: Caller,
  { endpoints, freshSessions }: Pick<EndpointNeeds, 'endpoints' | 'freshSessions'>,
): Promise<Endpoint> {
  const endpoint = /^ep_[0-9a-z]{26}$/.test(id) ? await endpoints.find(id) : null
  if (
    !endpoint ||
    !reachesMode(caller, endpoint.mode) ||
    !mayRead(readerKeys(caller, await freshSessions()), endpoint.readers)
  )
    throw new WaypostError('ENDPOINT_NOT_FOUND')
  return endpoint
}

/**
 * Changes what the request names. An endpoint that is enabled again starts without failures. From now on it stands on
 * the right of the caller who set its URL or events, or enabled it.
 * @throws WaypostError `FORBIDDEN` for a caller who may see the endpoint and not receive its events
 */
export async function changeEndpoint(
  { id, scope }: Endpoint,
  { input, caller }: { input: ChangeEndpointRequest; caller: Caller },
  needs: EndpointNeeds,
): Promise<Endpoint> {
  const change = { ...input, ...validateUrl(input.url, needs) }
  const receives = input.url !== undefined || input.events !== undefined || input.enabled === true
  if (receives && !mayReceive(caller, scope, await needs.freshSessions()))
    throw new WaypostError('FORBIDDEN', { message: 'You may not receive the events of this endpoint.' })
  const creator = receives ? { createdBy: callerId(caller) } : {}
  return changed(id, (current) => ({ ...applyChanges(current, change), ...creator }), needs)
}

/** The endpoint after a change. */
export function applyChanges(current: Endpoint, change: ChangeEndpointRequest): Endpoint {
  if (change.enabled !== true || current.enabled) return { ...current, ...change }
  const { disabled: _disabled, failingSince: _failing, alertedPercent: _alerted, ...healthy } = current
  return { ...healthy, ...change }
}

/** Gives an endpoint a new secret; the one before signs too for a while. */
export function rotateSecret(
  { id }: Endpoint,
  overlapHours: number,
  needs: EndpointNeeds,
): Promise<Endpoint> {
  const secret = needs.newSecret()
  const until = after(needs.clock.now(), overlapHours * 3600)
  return changed(id, (current) => ({ ...current, secrets: rotateSecrets(current, secret, until) }), needs)
}

export async function removeEndpoint({ id }: Endpoint, needs: EndpointNeeds): Promise<void> {
  await needs.endpoints.remove(id)
  needs.invalidateSubscriptions()
}

async function changed(
  id: string,
  decide: (current: Endpoint) => Endpoint,
  { endpoints, invalidateSubscriptions }: EndpointNeeds,
): Promise<Endpoint> {
  const endpoint = await endpoints.change(id, decide)
  invalidateSubscriptions()
  if (!endpoint) throw new WaypostError('ENDPOINT_NOT_FOUND')
  return endpoint
}
