import type { ReprocessAnswer } from '@waypost/contract'
import { processWithRetries, type ProcessWithRetriesNeeds } from './process-with-retries.ts'
import type { InboxRecord } from './inbox-store.ts'
import type { FoundRawWebhook } from './raw-webhooks.ts'
import type { RawRecord, RawWebhookStore } from './raw-webhook-store.ts'
import { storeBody, type StoreBodyNeeds } from '../intake/receive-webhook.ts'

export type ReprocessNeeds = ProcessWithRetriesNeeds &
  Pick<StoreBodyNeeds, 'writeAll'> & { bodies: Pick<RawWebhookStore, 'bytes' | 'finish'> }

/**
 * Has something that Meta posted done again: a body goes through the intake, an item through processing. What was
 * done before is found done, so that again and again is once.
 */
export const reprocessWebhook = (found: FoundRawWebhook, needs: ReprocessNeeds): Promise<ReprocessAnswer> =>
  found.kind === 'body' ? reprocessBody(found.record, needs) : reprocessItem(found.record, needs)

/** Items that were stored before stay as they are; new ones wake the trigger. */
async function reprocessBody(
  { id }: RawRecord,
  { bodies, writeAll, clock, log }: ReprocessNeeds,
): Promise<ReprocessAnswer> {
  const at = clock.now()
  const reasons = await storeBody(jsonIn(await bodies.bytes(id)), { now: at, writeAll })
  const state = await bodies.finish(id, { reasons: reasons.slice(0, 50), at })
  log.info('webhook.reprocessed', { hash: id, state })
  return { id, kind: 'body', state, reasons }
}

/** One that fails again waits for the sweep, like any that failed. */
async function reprocessItem({ id, ...item }: InboxRecord, needs: ReprocessNeeds): Promise<ReprocessAnswer> {
  await needs.inbox.reopen(id)
  const outcome = await processWithRetries({ id, read: () => ({ ...item, id }) }, needs)
  const because = outcome.state === 'new' ? String(outcome.error) : outcome.because
  needs.log.info('inbox.reprocessed', { itemId: id, state: outcome.state })
  return { id, kind: 'item', state: outcome.state, reasons: [because] }
}

/** Undefined for what is no JSON: the intake says so. */
function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}
