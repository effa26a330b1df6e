import { mapBounded } from '../kernel/bounded.ts'
import { after } from '../kernel/clock.ts'
import { attemptItem, MOST_ATTEMPTS, type AttemptItemNeeds } from './attempt-item.ts'
import type { ArrivedItem } from './inbox-store.ts'
import { liftRestrictions, type LiftNeeds } from './lift-restrictions.ts'

export type SweepInboxNeeds = AttemptItemNeeds & LiftNeeds

/** Younger items belong to the trigger. */
export const LEFT_ALONE_SECONDS = 600
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
    const before = after(needs.clock.now(), -LEFT_ALONE_SECONDS)
    const page = await needs.inbox.unfinished(before, SWEEP.page)
    const ended = await mapBounded(page, SWEEP.atOnce, (item) => sweepItem(item, needs))
    const left = ended.filter((isEnded) => !isEnded).length
    sweep.found += page.length
    sweep.left += left
    // What is left is the oldest still: the next page would begin with it.
    more = page.length === SWEEP.page && left === 0
  }
  if (sweep.found > 0) needs.log.warn('inbox.swept', { ...sweep })
  await liftRestrictions(needs)
  return sweep
}

/** @returns whether it came to an end */
async function sweepItem(item: ArrivedItem, needs: SweepInboxNeeds): Promise<boolean> {
  try {
    if (!(await needs.inbox.begin(item.id, { at: needs.clock.now(), most: MOST_ATTEMPTS }))) return true
    return (await attemptItem(item, needs, true)).state !== 'new'
  } catch (error) {
    needs.log.error('inbox.sweep_failed', { itemId: item.id, error: String(error) })
    return false
  }
}
