import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { handleChange, type HandleChangeNeeds } from './handle-change.ts'
import { handleFailedStatus, type HandleFailedStatusNeeds } from './handle-failed-status.ts'
import { handleInboundMessage, type HandleInboundMessageNeeds } from './handle-inbound-message.ts'
import { handleStatus, type HandleStatusNeeds } from './handle-status.ts'
import { handleAccountError, type HandleAccountErrorNeeds } from './handle-account-error.ts'
import { handleRecipientIdentity, type RecipientIdentityNeeds } from './handle-recipient-identity.ts'
import { handleUnmatchedStatus, type UnmatchedStatusNeeds } from './handle-unmatched-status.ts'
import type { ItemHandler, HandlerResult } from './item-handler.ts'
import type { InboxItem } from '../intake/inbox-item.ts'
import type { InboxStore, StoredInboxItem } from './inbox-store.ts'

export type ProcessNeeds = HandleInboundMessageNeeds &
  HandleFailedStatusNeeds &
  HandleStatusNeeds &
  HandleAccountErrorNeeds &
  UnmatchedStatusNeeds &
  RecipientIdentityNeeds &
  HandleChangeNeeds & { inbox: Pick<InboxStore, 'finish'>; clock: Clock; log: Log }

/** What follows from each kind of item. */
const handlers: Record<InboxItem['kind'], ItemHandler<ProcessNeeds>> = {
  failure: handleFailedStatus,
  progress: handleStatus,
  status: handleUnmatchedStatus,
  identity: handleRecipientIdentity,
  message: handleInboundMessage,
  error: handleAccountError,
  change: handleChange,
}

/** Thinks about one item of a webhook. Twice is once: what was done before is found done. */
export async function processItem(item: StoredInboxItem, needs: ProcessNeeds): Promise<HandlerResult> {
  const result = await handlers[item.kind](item, needs)
  const { state, because } = result
  // Nothing leads from a contact to the items that name its identities, so erasing it could not find them.
  const isEmptied = item.kind === 'identity' && state === 'done'
  await needs.inbox.finish(item.id, { state, because, at: needs.clock.now(), isEmptied })
  needs.log.info('inbox.processed', { itemId: item.id, kind: item.kind, state, because })
  return result
}
