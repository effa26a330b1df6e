import type { Caller } from '../http/caller.ts'
import { clientIp } from '../rate-limits/client-ip.ts'
import { rateLimitHeaders } from '../rate-limits/rate-limit-headers.ts'
import type { RateLimiter } from '../rate-limits/rate-limiter.ts'
import {
  assertAdmitted,
  addressRateLimit,
  callerRateLimit,
  type RateLimit,
  type RequestLimits,
} from '../rate-limits/rate-limit-policies.ts'

type Header = (name: string) => string | undefined

export interface AuthenticateAndLimitNeeds {
  /** Who calls; throws `UNAUTHORIZED`. */
  authenticate(header: Header): Promise<Caller>
  /** Without it, there are no limits. */
  limits?: { readonly limiter: RateLimiter; readonly requests: RequestLimits }
}

/** A request at the door, and where headers of its answer go. */
export interface IncomingRequest {
  readonly isPublic: boolean
  header: Header
  addHeader(name: string, value: string): void
}

/**
 * Admits callers within their limit, and everybody to public routes. A request is counted before anything
 * else of it is looked at; one with credentials that do not count is counted for its address.
 * @returns the caller; undefined on a public route
 * @throws WaypostError `UNAUTHORIZED`, `RATE_LIMITED`
 */
export async function authenticateAndLimit(
  request: IncomingRequest,
  needs: AuthenticateAndLimitNeeds,
): Promise<Caller | undefined> {
  const caller = request.isPublic ? undefined : await authenticated(request, needs)
  const { limits } = needs
  if (!limits) return caller
  await consumeQuota(
    caller ? callerRateLimit(caller, limits.requests) : limitByAddress(request, limits.requests),
    request,
    needs,
  )
  return caller
}

/**
 * Counts the further items of a request of a user without a role: a batch of 200 counts as 200 requests.
 * @throws WaypostError `RATE_LIMITED`
 */
export async function consumeItems(
  caller: Caller | undefined,
  items: number,
  { addHeader, needs }: Pick<IncomingRequest, 'addHeader'> & { needs: AuthenticateAndLimitNeeds },
): Promise<void> {
  const { limits } = needs
  if (!limits || caller?.kind !== 'user' || caller.role !== 'plain') return
  const limited = callerRateLimit(caller, limits.requests)
  for (let counted = 1; counted < items; counted++) await consumeQuota(limited, { addHeader }, needs)
}

async function authenticated(request: IncomingRequest, needs: AuthenticateAndLimitNeeds): Promise<Caller> {
  try {
    return await needs.authenticate(request.header)
  } catch (refusal) {
    if (needs.limits) await consumeQuota(limitByAddress(request, needs.limits.requests), request, needs)
    throw refusal
  }
}

const limitByAddress = ({ header }: IncomingRequest, requests: RequestLimits): RateLimit | undefined =>
  addressRateLimit(clientIp(header), requests)

async function consumeQuota(
  limited: RateLimit | undefined,
  { addHeader }: Pick<IncomingRequest, 'addHeader'>,
  { limits }: AuthenticateAndLimitNeeds,
): Promise<void> {
  if (!limited || !limits) return
  const quotaState = await limits.limiter.consume(limited.subject, limited.quota)
  for (const [name, value] of Object.entries(rateLimitHeaders(limited.policy, quotaState)))
    addHeader(name, value)
  assertAdmitted(limited, quotaState)
}
