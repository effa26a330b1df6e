import type { Alert } from '../kernel/alert.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Sleep } from '../kernel/pace.ts'
import { spend, standingOf, type Account, type Quota, type Spending, type Standing } from './gcra.ts'
import type { RateLimitLedger } from './rate-limit-ledger.ts'

/** Says who may go on. */
export interface RateLimiter {
  /** Spends one of a subject's quota, if there is one left. Never rejects. */
  take(subject: string, quota: Quota): Promise<Standing>
}

export interface RateLimiterNeeds {
  ledger: RateLimitLedger
  alert: Alert
  clock: Clock
  sleep: Sleep
}

/** The part of a quota that an instance spends from memory before it tells the others. */
const LEASE_SHARE = 0.05
/** A request does not wait longer for the ledger. */
const PATIENCE_SECONDS = 1
/** A ledger that failed is left alone for so long: each instance counts for itself meanwhile. */
const ALONE_SECONDS = 10
/** One alert for each of these, however long the trouble lasts. */
const ALERT_WINDOW_MS = 900_000
const MOST_SUBJECTS = 20_000

/** How many requests an instance admits before it tells the others of them: a twentieth of the quota. */
export const leaseOf = ({ requests }: Quota): number => Math.max(1, Math.floor(requests * LEASE_SHARE))

/** What this instance knows of a subject. */
interface Memory {
  /** As this instance sees it: what was known at the last settling, and its own requests since. */
  fullAt: number
  spent: number
  since: number
  settling?: Promise<Spending> | undefined
}

/**
 * Limits by leases: an instance admits `leaseOf` requests from memory, then tells the ledger of them and hears of
 * the others'. One instance is exact; each further one may admit less than a lease too much, and none refuses what
 * is within the quota (docs/decisions/020-leased-rate-limits.md).
 */
export function rateLimiter(needs: RateLimiterNeeds): RateLimiter {
  const memories = new Map<string, Memory>()
  const ledger = patientLedger(needs)
  return {
    async take(subject, quota) {
      const memory = rememberedAs(subject, memories)
      while (memory.settling) await memory.settling
      const now = needs.clock.now().getTime()
      const alone = spend(quota, memory.fullAt, now)
      if (!alone.admitted) return standingOf(quota, alone, now)
      if (memory.spent + 1 < leaseOf(quota) || !ledger.isThere(now)) {
        spendAlone(memory, alone, now)
        return standingOf(quota, alone, now)
      }
      memory.settling = ledger.settle(subject, { quota, memory, alone }, now)
      const spending = await memory.settling.finally(() => (memory.settling = undefined))
      return standingOf(quota, spending, now)
    },
  }
}

function spendAlone(memory: Memory, { fullAt }: Spending, now: number): void {
  if (memory.spent === 0) memory.since = now
  memory.spent++
  memory.fullAt = fullAt
}

function rememberedAs(subject: string, memories: Map<string, Memory>): Memory {
  const memory = memories.get(subject) ?? { fullAt: 0, spent: 0, since: 0 }
  // Whoever came last is forgotten last.
  memories.delete(subject)
  memories.set(subject, memory)
  if (memories.size > MOST_SUBJECTS) memories.delete(memories.keys().next().value ?? '')
  return memory
}

interface Settling {
  readonly quota: Quota
  readonly memory: Memory
  /** What this instance would say without the ledger. */
  readonly alone: Spending
}

/** A ledger that may be slow or down: then this instance decides alone, and an operator hears of it. */
function patientLedger({ ledger, alert, clock, sleep }: RateLimiterNeeds) {
  let awayUntil = 0
  let alertedFor = -1

  async function tell(now: number, cause: unknown): Promise<void> {
    awayUntil = now + ALONE_SECONDS * 1000
    const window = Math.floor(now / ALERT_WINDOW_MS)
    if (window === alertedFor) return
    alertedFor = window
    const why =
      cause instanceof Error ? cause.message.slice(0, 200) : `no answer in ${String(PATIENCE_SECONDS)} s`
    const told = alert({
      event: 'rate_limiter.unavailable',
      about: 'limits',
      code: 'UNAVAILABLE',
      message: `Rate limits are counted by each instance alone for now (${why}). Nothing is refused because of it.`,
      at: new Date(window * ALERT_WINDOW_MS),
    })
    // The alert is in the log already; its document may be as unreachable as the ledger.
    await Promise.race([told.catch(() => undefined), sleep(PATIENCE_SECONDS)])
  }

  return {
    isThere: (now: number): boolean => now >= awayUntil,
    async settle(subject: string, { quota, memory, alone }: Settling, now: number): Promise<Spending> {
      const account: Account = { quota, spent: memory.spent, since: memory.since }
      // Counted when it is settled, be it later than anybody waits for.
      const settled = ledger.settle(subject, account, now).then((spending) => {
        memory.spent -= account.spent
        memory.since = clock.now().getTime()
        memory.fullAt = Math.max(spending.fullAt, memory.spent === 0 ? 0 : memory.fullAt)
        return spending
      })
      const waited = settled.catch((cause: unknown) => ({ cause }))
      const first = await Promise.race([waited, sleep(PATIENCE_SECONDS)])
      if (first && 'admitted' in first) return first
      spendAlone(memory, alone, now)
      await tell(now, first?.cause)
      return alone
    },
  }
}
