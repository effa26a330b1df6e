import type { Alert } from '../kernel/alert.ts'
import type { Clock } from '../kernel/clock.ts'
import type { UnparsedItem, InboxState, InboxStore, StoredInboxItem } from './inbox-store.ts'
import type { HandlerResult } from './item-handler.ts'
import { processItem, type ProcessNeeds } from './process-item.ts'

export type ProcessWithRetriesNeeds = ProcessNeeds & { inbox: InboxStore; alert: Alert; clock: Clock }

/** Attempts at an item, by trigger and sweep together, before it is quarantined. */
export const MAX_ATTEMPTS = 8

/** How an attempt ended: finished, quarantined, or still to be done. */
export type AttemptOutcome =
  | { readonly state: InboxState; readonly because: string }
  | { readonly state: 'new'; readonly error: unknown }

/**
 * Thinks about one item, alone: whatever happens to it, its failure is noted with it and concerns no other. After
 * `MOST_ATTEMPTS` it is quarantined, where operators see it and can have it done again.
 * @param begun whether this attempt was counted when it began
 * @throws only when the failure could not even be noted
 */
export async function processWithRetries(
  arrived: UnparsedItem,
  needs: ProcessWithRetriesNeeds,
  isCounted = false,
): Promise<AttemptOutcome> {
  let item: StoredInboxItem | undefined
  try {
    item = arrived.read()
    const followed = await processItem(item, needs)
    if (followed.alert) await raiseDaily(followed.alert, needs)
    else if (followed.state === 'quarantined') await alertQuarantine(item.field, needs)
    return followed
  } catch (error) {
    const at = needs.clock.now()
    const said = String(error)
    const state = await needs.inbox.recordFailure(arrived.id, {
      error: said,
      at,
      isCounted,
      maxAttempts: MAX_ATTEMPTS,
    })
    needs.log.error('inbox.item_failed', { itemId: arrived.id, state }, error)
    if (state === 'quarantined') await alertQuarantine(item?.field ?? 'unreadable', needs)
    if (state === 'new') return { state, error }
    return { state: state ?? 'done', because: state === null ? 'It was dealt with meanwhile.' : said }
  }
}

/**
 * The work of the trigger: one attempt.
 * @throws the failure of an attempt after which the item is still to be done, so that the platform repeats it
 */
export async function processOnTrigger(arrived: UnparsedItem, needs: ProcessWithRetriesNeeds): Promise<void> {
  const outcome = await processWithRetries(arrived, needs)
  if (outcome.state === 'new') throw outcome.error
}

/** One alert for each field and hour, however many items there are. */
async function alertQuarantine(field: string, { alert, clock }: ProcessWithRetriesNeeds): Promise<void> {
  const hour = new Date(clock.now())
  hour.setUTCMinutes(0, 0, 0)
  await alert({
    event: 'inbox.quarantined',
    about: field,
    message: `Items of Meta's webhooks (${field}) were quarantined. GET /v1/raw-webhooks shows the reason. Fix the cause, then run "npm run waypost -- replay --since 3d --quarantined".`,
    at: hour,
  })
}

/** One alert for each sender and day. */
async function raiseDaily(
  entry: NonNullable<HandlerResult['alert']>,
  { alert, clock }: ProcessWithRetriesNeeds,
): Promise<void> {
  const day = new Date(clock.now())
  day.setUTCHours(0, 0, 0, 0)
  await alert({ ...entry, at: day })
}
