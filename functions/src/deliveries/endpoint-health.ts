import type { KernelServices } from '../kernel/kernel-services.ts'
import { after } from '../kernel/clock.ts'
import type { EventServices } from '../events/publish-event.ts'
import type { Endpoint } from './endpoint.ts'
import type { EndpointStore } from './endpoint-store.ts'
import type { DeliveryOutcome } from './classify-response.ts'

/** An endpoint whose deliveries all fail for this long is disabled. */
export const FAILING_TIMEOUT_SECONDS = 120 * 3600
/** Alerts at these percentages of it. */
const ALERT_PERCENTS = [90, 50]

export interface EndpointHealthNeeds extends Pick<
  KernelServices & EventServices,
  'publishEvent' | 'alert' | 'clock' | 'log'
> {
  endpoints: Pick<EndpointStore, 'change'>
}

/**
 * Updates the endpoint after an attempt: failing since when, alerts, disabled at the end. An endpoint that answers costs
 * no write.
 */
export async function updateEndpointHealth(
  endpoint: Endpoint,
  outcome: DeliveryOutcome,
  needs: EndpointHealthNeeds,
): Promise<void> {
  const now = needs.clock.now()
  if (nextHealth(endpoint, outcome, now) === null) return
  let before = endpoint
  const changed = await needs.endpoints.change(endpoint.id, (current) => {
    before = current
    return nextHealth(current, outcome, now)
  })
  if (!changed) return
  if (before.enabled && !changed.enabled) return notifyDisabled(changed, needs)
  const { alertedPercent, failingSince } = changed
  if (failingSince && alertedPercent !== undefined && alertedPercent !== before.alertedPercent)
    await needs.alert({
      event: 'endpoint.failing',
      about: endpoint.id,
      code: 'ENDPOINT_DISABLED',
      message: `All deliveries have failed since ${failingSince.toISOString()}. The endpoint is disabled after 120 h (${String(alertedPercent)} % elapsed).`,
      at: after(failingSince, (FAILING_TIMEOUT_SECONDS * alertedPercent) / 100),
    })
}

/** Attempts that take this long hold connections that fast endpoints need. */
const SLOW_MS = 3_000
/** Recorded again after this time: half of what it counts for. */
const SLOW_RECORD_SECONDS = 300

/** Marks an endpoint whose attempt took long. @returns the endpoint as it is now */
export async function recordDuration(
  endpoint: Endpoint,
  durationMs: number,
  { endpoints, clock }: Pick<EndpointHealthNeeds, 'endpoints' | 'clock'>,
): Promise<Endpoint> {
  const slowAt = clock.now()
  const isDue = ({ slowAt: last }: Endpoint): boolean => !last || slowAt >= after(last, SLOW_RECORD_SECONDS)
  if (durationMs < SLOW_MS || !isDue(endpoint)) return endpoint
  const changed = await endpoints.change(endpoint.id, (current) =>
    isDue(current) ? { ...current, slowAt } : null,
  )
  return changed ?? endpoint
}

/** The endpoint after an attempt; null: unchanged. */
export function nextHealth(endpoint: Endpoint, outcome: DeliveryOutcome, now: Date): Endpoint | null {
  if (!endpoint.enabled) return null
  if (outcome === 'gone') return disable(endpoint, 'It answered 410 Gone.', now)
  const { failingSince, alertedPercent: _alerted, ...healthy } = endpoint
  if (outcome === 'delivered') return failingSince ? { ...healthy, recoveredAt: now } : null
  if (!failingSince) return isFlapping(endpoint, now) ? null : { ...endpoint, failingSince: now }
  const percent = (now.getTime() - failingSince.getTime()) / 10 / FAILING_TIMEOUT_SECONDS
  if (percent >= 100)
    return disable(endpoint, `All deliveries failed for 120 hours, since ${failingSince.toISOString()}.`, now)
  const reached = ALERT_PERCENTS.find((threshold) => percent >= threshold)
  return reached === undefined || reached === endpoint.alertedPercent
    ? null
    : { ...endpoint, alertedPercent: reached }
}

/**
 * An endpoint that fails and answers in turn is written twice in this time at most: a failure so soon after a recovery
 * is not recorded yet. If it goes on failing, a later one is.
 */
const FLAPPING_SECONDS = 120

const isFlapping = ({ recoveredAt }: Endpoint, now: Date): boolean =>
  recoveredAt !== undefined && now < after(recoveredAt, FLAPPING_SECONDS)

const disable = (endpoint: Endpoint, because: string, at: Date): Endpoint => ({
  ...endpoint,
  enabled: false,
  disabled: { at, because },
})

/** Disables an endpoint for a reason of ours and notifies the others of its owner; again changes nothing. */
export async function disableEndpoint(
  endpoint: Endpoint,
  reason: string,
  needs: EndpointHealthNeeds,
): Promise<void> {
  const at = needs.clock.now()
  let before = endpoint
  const changed = await needs.endpoints.change(endpoint.id, (current) => {
    before = current
    return current.enabled ? disable(current, reason, at) : null
  })
  // Not for its session: the URL belongs to an owner who may have lost that session.
  const { sessionId: _sessionId, ...ofOwner } = changed ?? endpoint
  if (changed && before.enabled) await notifyDisabled(ofOwner, needs)
}

async function notifyDisabled(
  endpoint: Endpoint,
  { publishEvent, alert, log }: EndpointHealthNeeds,
): Promise<void> {
  const { id, url = '', sessionId, owner, disabled } = endpoint
  if (!disabled) return
  const { at, because } = disabled
  log.warn('endpoint.disabled', { endpointId: id, because })
  await alert({ event: 'endpoint.disabled', about: id, code: 'ENDPOINT_DISABLED', message: because, at })
  await publishEvent({
    type: 'endpoint.disabled',
    dedupeKey: [id, at.toISOString()],
    ...(sessionId !== undefined && { sessionId }),
    owner,
    at,
    data: { endpoint: id, url, reason: because },
  })
}
