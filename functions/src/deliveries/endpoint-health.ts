import type { Alert } from '../kernel/alert.ts'
import { after, type Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { RaiseEvent } from '../sessions/raise-event.ts'
import type { Endpoint } from './endpoint.ts'
import type { EndpointStore } from './endpoint-store.ts'
import type { Verdict } from './judge-reply.ts'

/** An endpoint where nothing arrives for so long is disabled. */
export const PATIENCE_SECONDS = 120 * 3600
/** When somebody is warned, in percent of that. */
const ALERT_PERCENTS = [90, 50]

export interface EndpointHealthNeeds {
  endpoints: Pick<EndpointStore, 'change'>
  raiseEvent: RaiseEvent
  alert: Alert
  clock: Clock
  log: Log
}

/**
 * Draws what follows from an attempt for its endpoint: failing since when, alerts on the way, the end of patience. Written
 * only where something changes: an endpoint that answers costs nothing.
 */
export async function noteVerdict(
  endpoint: Endpoint,
  verdict: Verdict,
  needs: EndpointHealthNeeds,
): Promise<void> {
  const now = needs.clock.now()
  if (healthAfter(endpoint, verdict, now) === null) return
  let before = endpoint
  const changed = await needs.endpoints.change(endpoint.id, (current) => {
    before = current
    return healthAfter(current, verdict, now)
  })
  if (!changed) return
  if (before.enabled && !changed.enabled) return tellDisabled(changed, needs)
  const { alertedPercent, failingSince } = changed
  if (failingSince && alertedPercent !== undefined && alertedPercent !== before.alertedPercent)
    await needs.alert({
      event: 'endpoint.failing',
      about: endpoint.id,
      code: 'ENDPOINT_DISABLED',
      message: `Nothing arrives at this endpoint since ${failingSince.toISOString()}. It is disabled after 120 hours; ${String(alertedPercent)} % of them have passed.`,
      at: after(failingSince, (PATIENCE_SECONDS * alertedPercent) / 100),
    })
}

/** The endpoint as an attempt leaves it; null: as it was. */
export function healthAfter(endpoint: Endpoint, verdict: Verdict, now: Date): Endpoint | null {
  if (!endpoint.enabled) return null
  if (verdict === 'gone') return disabledBy(endpoint, 'It answered 410 Gone.', now)
  const { failingSince, alertedPercent: _alerted, ...healthy } = endpoint
  if (verdict === 'delivered') return failingSince ? healthy : null
  if (!failingSince) return { ...endpoint, failingSince: now }
  const percent = (now.getTime() - failingSince.getTime()) / 10 / PATIENCE_SECONDS
  if (percent >= 100)
    return disabledBy(
      endpoint,
      `Nothing arrived there for 120 hours, since ${failingSince.toISOString()}.`,
      now,
    )
  const reached = ALERT_PERCENTS.find((threshold) => percent >= threshold)
  return reached === undefined || reached === endpoint.alertedPercent
    ? null
    : { ...endpoint, alertedPercent: reached }
}

const disabledBy = (endpoint: Endpoint, because: string, at: Date): Endpoint => ({
  ...endpoint,
  enabled: false,
  disabled: { at, because },
})

async function tellDisabled(
  endpoint: Endpoint,
  { raiseEvent, alert, log }: EndpointHealthNeeds,
): Promise<void> {
  const { id, url = '', sessionId, owner, disabled } = endpoint
  if (!disabled) return
  const { at, because } = disabled
  log.warn('endpoint.disabled', { endpointId: id, because })
  await alert({ event: 'endpoint.disabled', about: id, code: 'ENDPOINT_DISABLED', message: because, at })
  await raiseEvent({
    type: 'endpoint.disabled',
    words: [id, at.toISOString()],
    ...(sessionId !== undefined && { sessionId }),
    owner,
    at,
    data: { endpoint: id, url, reason: because },
  })
}
