import type { QuotaUsage, QuotaDecision } from './gcra.ts'

/** Where all instances of a deployment tell each other what was spent. */
export interface RateLimitLedger {
  /**
   * Adds what this instance spent of a subject's quota, and one more if it fits: see `settle` in `gcra.ts`.
   * @param subject whose quota it is, like `key:key_…`
   * @returns what is known to all from now on
   */
  sync(subject: string, account: QuotaUsage, now: number): Promise<QuotaDecision>
}
