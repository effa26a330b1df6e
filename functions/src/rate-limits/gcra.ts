/**
 * How often: `requests` in any `seconds`, all at once or spread out. Counted by the generic cell rate algorithm
 * (GCRA, https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm): the whole past is one instant, `fullAt`, at which
 * the quota will be whole again.
 */
export interface Quota {
  readonly requests: number
  readonly seconds: number
}

/** What spending one means; instants in milliseconds since 1970. */
export interface QuotaDecision {
  readonly admitted: boolean
  /** When the quota will be whole again. */
  readonly fullAt: number
}

/** How much of a quota is left. */
export interface QuotaState {
  readonly quota: Quota
  readonly admitted: boolean
  readonly remaining: number
  /** Whole seconds until there is one more; 0 when the quota is whole. */
  readonly nextTokenInSeconds: number
  /** Whole seconds until the next one is admitted; 0 when it would be now. */
  readonly retryAfterSeconds: number
}

const windowMs = ({ seconds }: Quota): number => seconds * 1000

/** The time that one request takes out of the quota. */
const costMs = (quota: Quota): number => windowMs(quota) / quota.requests

/** Spends one at `now`, if it fits; if it does not, nothing is spent. */
export function tryConsume(quota: Quota, fullAt: number, now: number): QuotaDecision {
  const after = Math.max(fullAt, now) + costMs(quota)
  return isWithinQuota(quota, after, now) ? { admitted: true, fullAt: after } : { admitted: false, fullAt }
}

/** What is known of a quota everywhere, and what one instance has to add to it. */
export interface QuotaUsage {
  readonly quota: Quota
  /** Spent in memory since `since`, not yet in the ledger. */
  readonly unreported: number
  readonly since: number
}

/** Adds what was spent already, whether it fits or not, and one more at `now`, if that fits. */
export function consumeWithUsage(
  { quota, unreported, since }: QuotaUsage,
  fullAt: number,
  now: number,
): QuotaDecision {
  const owed = unreported === 0 ? fullAt : Math.max(fullAt, since) + unreported * costMs(quota)
  return tryConsume(quota, owed, now)
}

/** How a quota stands at `now`, after a decision. */
export function quotaState(quota: Quota, { admitted, fullAt }: QuotaDecision, now: number): QuotaState {
  const used = Math.max(0, fullAt - now)
  const left = windowMs(quota) - used
  const remaining = Math.max(0, Math.floor(left / costMs(quota) + ROUNDING))
  const untilMore =
    remaining < quota.requests ? Math.ceil(((remaining + 1) * costMs(quota) - left - ROUNDING) / 1000) : 0
  return {
    quota,
    admitted,
    remaining,
    nextTokenInSeconds: untilMore,
    retryAfterSeconds: remaining > 0 ? 0 : untilMore,
  }
}

/** A thousandth of a millisecond: sums of thirds do not fail by a hair. */
const ROUNDING = 1e-6

const isWithinQuota = (quota: Quota, fullAt: number, now: number): boolean =>
  fullAt - now <= windowMs(quota) + ROUNDING
