import type { KernelServices } from '../kernel/kernel-services.ts'
import type { Sleep } from '../kernel/throttle.ts'
import {
  tryConsume,
  quotaState,
  type QuotaUsage,
  type Quota,
  type QuotaDecision,
  type QuotaState,
} from './gcra.ts'
import type { RateLimitLedger } from './rate-limit-ledger.ts'

/** Says who may go on. */
export interface RateLimiter {
  /** Spends one of a subject's quota, if there is one left. Never rejects. */
  consume(subject: string, quota: Quota): Promise<QuotaState>
}

export interface RateLimiterNeeds extends Pick<KernelServices, 'alert' | 'clock'> {
  ledger: RateLimitLedger
  sleep: Sleep
}

/** The part of a quota that an instance spends from memory before it tells the others. */
const LEASE_SHARE = 0.05
/** A request does not wait longer for the ledger. */
const LEDGER_TIMEOUT_SECONDS = 1
/** A ledger that failed is left alone for so long: each instance counts for itself meanwhile. */
const LEDGER_BACKOFF_SECONDS = 10
/** One alert for each of these, however long the trouble lasts. */
const ALERT_WINDOW_MS = 900_000
const MAX_SUBJECTS = 20_000

/** How many requests an instance admits before it tells the others of them: a twentieth of the quota. */
export const leaseSize = ({ requests }: Quota): number => Math.max(1, Math.floor(requests * LEASE_SHARE))

/** What this instance knows of a subject. */
interface LocalUsage {
  /** As this instance sees it: what was known at the last settling, and its own requests since. */
  fullAt: number
  unreported: number
  since: number
  syncing?: Promise<QuotaDecision> | undefined
}

/**
 * Limits by leases: an instance admits `leaseOf` requests from memory, then syncs its count with the ledger. One
 * instance is exact; each further one may admit less than one lease too many, and none refuses what is within the
 * quota (docs/decisions/020-leased-rate-limits.md).
 */
export function rateLimiter(needs: RateLimiterNeeds): RateLimiter {
  const memories = new Map<string, LocalUsage>()
  const ledger = ledgerWithTimeout(needs)
  return {
    async consume(subject, quota) {
      const memory = usageOf(subject, memories)
      while (memory.syncing) await memory.syncing
      const now = needs.clock.now().getTime()
      const alone = tryConsume(quota, memory.fullAt, now)
      if (!alone.admitted) return quotaState(quota, alone, now)
      if (memory.unreported + 1 < leaseSize(quota) || !ledger.isThere(now)) {
        consumeLocally(memory, alone, now)
        return quotaState(quota, alone, now)
      }
      memory.syncing = ledger.settle(subject, { quota, memory, alone }, now)
      const spending = await memory.syncing.finally(() => (memory.syncing = undefined))
      return quotaState(quota, spending, now)
    },
  }
}

function consumeLocally(memory: LocalUsage, { fullAt }: QuotaDecision, now: number): void {
  if (memory.unreported === 0) memory.since = now
  memory.unreported++
  memory.fullAt = fullAt
}

function usageOf(subject: string, memories: Map<string, LocalUsage>): LocalUsage {
  const memory = memories.get(subject) ?? { fullAt: 0, unreported: 0, since: 0 }
  // LRU eviction.
  memories.delete(subject)
  memories.set(subject, memory)
  if (memories.size > MAX_SUBJECTS) memories.delete(memories.keys().next().value ?? '')
  return memory
}

interface PendingSync {
  readonly quota: Quota
  readonly memory: LocalUsage
  /** This instance's own decision, used without the ledger. */
  readonly alone: QuotaDecision
}

/** Tolerates a slow or unavailable ledger: this instance then decides alone and raises an alert. */
function ledgerWithTimeout({ ledger, alert, clock, sleep }: RateLimiterNeeds) {
  let awayUntil = 0
  let alertedFor = -1

  async function reportUnavailable(now: number, cause: unknown): Promise<void> {
    awayUntil = now + LEDGER_BACKOFF_SECONDS * 1000
    const window = Math.floor(now / ALERT_WINDOW_MS)
    if (window === alertedFor) return
    alertedFor = window
    const why =
      cause instanceof Error
        ? cause.message.slice(0, 200)
        : `no answer in ${String(LEDGER_TIMEOUT_SECONDS)} s`
    const alerted = alert({
      event: 'rate_limiter.unavailable',
      about: 'limits',
      code: 'UNAVAILABLE',
      message: `Rate limits are counted by each instance alone for now (${why}). Nothing is refused because of it.`,
      at: new Date(window * ALERT_WINDOW_MS),
    })
    // The alert is in the log already; its document may be as unreachable as the ledger.
    await Promise.race([alerted.catch(() => undefined), sleep(LEDGER_TIMEOUT_SECONDS)])
  }

  return {
    isThere: (now: number): boolean => now >= awayUntil,
    async settle(
      subject: string,
      { quota, memory, alone }: PendingSync,
      now: number,
    ): Promise<QuotaDecision> {
      const account: QuotaUsage = { quota, unreported: memory.unreported, since: memory.since }
      // Counted when the sync ends, even after the timeout.
      const settled = ledger.sync(subject, account, now).then((spending) => {
        memory.unreported -= account.unreported
        memory.since = clock.now().getTime()
        memory.fullAt = Math.max(spending.fullAt, memory.unreported === 0 ? 0 : memory.fullAt)
        return spending
      })
      const waited = settled.catch((cause: unknown) => ({ cause }))
      const first = await Promise.race([waited, sleep(LEDGER_TIMEOUT_SECONDS)])
      if (first && 'admitted' in first) return first
      consumeLocally(memory, alone, now)
      await reportUnavailable(now, first?.cause)
      return alone
    },
  }
}
