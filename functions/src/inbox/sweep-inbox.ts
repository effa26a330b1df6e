import { mapConcurrent } from '../kernel/map-concurrent.ts'
import { after } from '../kernel/clock.ts'
import { processWithRetries, MAX_ATTEMPTS, type ProcessWithRetriesNeeds } from './process-with-retries.ts'
import type { UnfinishedItem, UnparsedItem } from './inbox-store.ts'
import { endExpiredHolds, type EndExpiredHoldsNeeds } from './end-expired-holds.ts'

export type SweepInboxNeeds = ProcessWithRetriesNeeds & EndExpiredHoldsNeeds

/** The trigger is still working on younger items. */
export const MIN_AGE_SECONDS = 600
const SWEEP = { page: 100, atOnce: 5, seconds: 200 }

/** What a run found, and how much of it is still unfinished. */
export interface InboxSweep {
  readonly found: number
  readonly left: number
}

/**
 * Processes items that the trigger gave up on or never received, oldest first, and ends account restrictions whose
 * time is over. Each page begins after the one before: items that fail stay where they are and stop no other. Costs
 * one read when there is nothing to do.
 */
export async function sweepInbox(needs: SweepInboxNeeds): Promise<InboxSweep> {
  const begunAt = needs.clock.now()
  const until = after(begunAt, SWEEP.seconds)
  const receivedBefore = after(begunAt, -MIN_AGE_SECONDS)
  const sweep = { found: 0, left: 0 }
  let last: UnfinishedItem | undefined
  do {
    const position = last?.position
    const page = await needs.inbox.listUnfinished(receivedBefore, { after: position, limit: SWEEP.page })
    const ended = await mapConcurrent(page, SWEEP.atOnce, (item) => sweepItem(item, needs))
    sweep.found += page.length
    sweep.left += ended.filter((isEnded) => !isEnded).length
    last = page.length === SWEEP.page ? page.at(-1) : undefined
  } while (last && needs.clock.now() < until)
  if (sweep.found > 0) needs.log.warn('inbox.swept', { ...sweep })
  await endExpiredHolds(needs)
  return sweep
}

/** @returns whether the item is finished */
async function sweepItem(item: UnparsedItem, needs: SweepInboxNeeds): Promise<boolean> {
  try {
    if (!(await needs.inbox.beginAttempt(item.id, { at: needs.clock.now(), maxAttempts: MAX_ATTEMPTS })))
      return true
    return (await processWithRetries(item, needs, true)).state !== 'new'
  } catch (error) {
    needs.log.error('inbox.sweep_failed', { itemId: item.id }, error)
    return false
  }
}
