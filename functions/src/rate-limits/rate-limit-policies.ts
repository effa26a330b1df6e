import { WaypostError } from '@waypost/contract'
import type { Caller } from '../http/caller.ts'
import { ipRateLimitBlock } from './client-ip.ts'
import type { Quota, QuotaState } from './gcra.ts'

/** How many requests in a quarter of an hour; 0: as many as they like. */
export interface RequestLimits {
  /** Of an address, without credentials that count. */
  readonly unauthenticated: number
  /** Of a signed-in user without a role. */
  readonly plainUser: number
  /** Of a sender, an operator, an administrator. */
  readonly trustedUser: number
  /** Of an API key that has no limit of its own. */
  readonly key: number
}

/** How many messages in a minute a session takes from the API; 0: as many as they like. */
export interface SessionLimits {
  readonly web: number
  readonly cloud: number
}

/** Whose quota a request is taken from, and how large it is. */
export interface RateLimit {
  readonly policy: 'key' | 'user' | 'address' | 'session'
  readonly subject: string
  readonly quota: Quota
}

const REQUEST_SECONDS = 900
const MESSAGE_SECONDS = 60

/** The quota of a caller; undefined: it has no limit. */
export function callerRateLimit(caller: Caller, limits: RequestLimits): RateLimit | undefined {
  if (caller.kind === 'key') {
    const requests = caller.limits?.requestsPer15Minutes ?? limits.key
    return rateLimit('key', caller.keyId, { requests, seconds: REQUEST_SECONDS })
  }
  const requests = caller.role === 'plain' ? limits.plainUser : limits.trustedUser
  return rateLimit('user', caller.uid, { requests, seconds: REQUEST_SECONDS })
}

/** The quota of those who did not say who they are. */
export const addressRateLimit = (
  address: string,
  { unauthenticated }: RequestLimits,
): RateLimit | undefined =>
  rateLimit('address', ipRateLimitBlock(address), { requests: unauthenticated, seconds: REQUEST_SECONDS })

/** The quota of messages through a session. Test sends have one of their own. */
export const sessionRateLimit = (
  {
    id,
    channel,
    mode,
  }: { readonly id: string; readonly channel: 'cloud' | 'web'; readonly mode: 'live' | 'test' },
  limits: SessionLimits,
): RateLimit | undefined =>
  rateLimit('session', mode === 'test' ? `test:${id}` : id, {
    requests: limits[channel],
    seconds: MESSAGE_SECONDS,
  })

const rateLimit = (policy: RateLimit['policy'], who: string, quota: Quota): RateLimit | undefined =>
  quota.requests > 0 ? { policy, subject: `${policy}:${who}`, quota } : undefined

/** @throws WaypostError `RATE_LIMITED`, saying how long to wait, when a request was not admitted */
export function assertAdmitted({ policy }: RateLimit, state: QuotaState): void {
  if (state.admitted) return
  const { quota, retryAfterSeconds } = state
  const many = `${String(quota.requests)} ${policy === 'session' ? 'messages' : 'requests'}`
  const seconds = Math.max(1, retryAfterSeconds)
  throw new WaypostError('RATE_LIMITED', {
    message: `${subjectLabels[policy]} may make ${many} in ${formatWindow(quota)}. Try again in ${String(seconds)} s.`,
    retryAfterSeconds: seconds,
  })
}

const subjectLabels = {
  key: 'This API key',
  user: 'This user',
  address: 'Without credentials, an address',
  session: 'This session',
} as const

const formatWindow = ({ seconds }: Quota): string =>
  seconds === 60 ? 'a minute' : `${String(seconds / 60)} minutes`
