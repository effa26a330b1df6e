/**
 * Headers of every Graph answer: version, trace ids, usage.
 * Usage headers: developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
import { createHash } from 'node:crypto'
import type { SimulatorContext } from '../simulator-state.ts'
import type { GraphContext } from './context.ts'

const HOUR_MS = 3_600_000

/** Sets the headers on the answer of this request. */
export async function setGraphHeaders(c: GraphContext): Promise<void> {
  const { simulator, requestId, version, wabaId, regainAccessMinutes = 0 } = c.var
  const headers = c.res.headers
  headers.set('facebook-api-version', version)
  headers.set('x-fb-trace-id', requestId)
  headers.set('x-fb-request-id', requestId)
  headers.set('x-fb-rev', '1026999999')
  headers.set('x-fb-debug', createHash('sha256').update(requestId).digest('base64'))
  const usage = { call_count: usagePercent(simulator, wabaId), total_cputime: 0, total_time: 0 }
  headers.set('x-app-usage', JSON.stringify(usage))
  if (wabaId !== undefined) {
    const useCase = {
      type: 'whatsapp_business_management',
      ...usage,
      estimated_time_to_regain_access: regainAccessMinutes,
    }
    headers.set('x-business-use-case-usage', JSON.stringify({ [wabaId]: [useCase] }))
  }
  if (c.req.method === 'GET' && c.res.status === 200 && headers.get('content-type')?.includes('json')) {
    const body = await c.res.clone().text()
    headers.set('etag', `"${createHash('sha1').update(body).digest('hex')}"`)
  }
}

/** Percent of the management calls of the last hour. */
function usagePercent({ state, clock }: SimulatorContext, wabaId: string | undefined): number {
  const limit = state.settings.managementCallsPerHour
  if (limit === null || wabaId === undefined) return 0
  const since = clock.now().getTime() - HOUR_MS
  const calls = (state.managementCalls.get(wabaId) ?? []).filter((at) => at > since)
  return Math.min(100, Math.ceil((calls.length * 100) / limit))
}

/** Counts a management call of a WABA; true when the hour's calls are used up. Sends are not counted. */
export function countManagementCall({ state, clock }: SimulatorContext, wabaId: string): boolean {
  const limit = state.settings.managementCallsPerHour
  const now = clock.now().getTime()
  const calls = (state.managementCalls.get(wabaId) ?? []).filter((at) => at > now - HOUR_MS)
  if (limit !== null && calls.length >= limit) return true
  calls.push(now)
  state.managementCalls.set(wabaId, calls)
  return false
}
