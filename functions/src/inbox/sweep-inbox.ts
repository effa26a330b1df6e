import { mapConcurrent } from '../kernel/map-concurrent.ts'
import { after } from '../kernel/clock.ts'
import { processWithRetries, MAX_ATTEMPTS, type ProcessWithRetriesNeeds } from './process-with-retries.ts'
import type { UnparsedItem } from './inbox-store.ts'
import { endExpiredHolds, type EndExpiredHoldsNeeds } from './end-expired-holds.ts'

export type SweepInboxNeeds = ProcessWithRetriesNeeds & EndExpiredHoldsNeeds

/** Younger items belong to the trigger. */
export const MIN_AGE_SECONDS = 600
const SWEEP = { page: 100, atOnce: 5, seconds: 200 }

/** What a run found, and how much of it is still to be done. */
export interface InboxSweep {
  readonly found: number
  readonly left: number
}

/**
 * Deals with items that the trigger gave up on or was never told of, the oldest first, and ends restrictions of
 * accounts whose time is over. One indexed question that costs a read when nothing is left behind.
 */
export async function sweepInbox(needs: SweepInboxNeeds): Promise<InboxSweep> {
  const until = after(needs.clock.now(), SWEEP.seconds)
  const sweep = { found: 0, left: 0 }
  for (let more = true; more && needs.clock.now() < until;) {
    const before = after(needs.clock.now(), -MIN_AGE_SECONDS)
    const page = await needs.inbox.listUnfinished(before, SWEEP.page)
    const ended = await mapConcurrent(page, SWEEP.atOnce, (item) => sweepItem(item, needs))
    const left = ended.filter((isEnded) => !isEnded).length
    sweep.found += page.length
    sweep.left += left
    // What is left is the oldest still: the next page would begin with it.
    more = page.length === SWEEP.page && left === 0
  }
  if (sweep.found > 0) needs.log.warn('inbox.swept', { ...sweep })
  await endExpiredHolds(needs)
  return sweep
}

/** @returns whether it came to an end */
async function sweepItem(item: UnparsedItem, needs: SweepInboxNeeds): Promise<boolean> {
  try {
    if (!(await needs.inbox.beginAttempt(item.id, { at: needs.clock.now(), maxAttempts: MAX_ATTEMPTS })))
      return true
    return (await processWithRetries(item, needs, true)).state !== 'new'
  } catch (error) {
    needs.log.error('inbox.sweep_failed', { itemId: item.id, error: String(error) })
    return false
  }
}
