import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { followChange, type FollowChangeNeeds } from './follow-change.ts'
import { followFailure, type FollowFailureNeeds } from './follow-failure.ts'
import { followMessage, type FollowMessageNeeds } from './follow-message.ts'
import { followProgress, type FollowProgressNeeds } from './follow-progress.ts'
import { followError, type FollowErrorNeeds } from './follow-error.ts'
import { kept, type Follow, type Followed } from './follow.ts'
import type { InboxItem } from './inbox-item.ts'
import type { InboxStore, StoredInboxItem } from './inbox-store.ts'

export type ProcessNeeds = FollowMessageNeeds &
  FollowFailureNeeds &
  FollowProgressNeeds &
  FollowErrorNeeds &
  FollowChangeNeeds & { inbox: Pick<InboxStore, 'finish'>; clock: Clock; log: Log }

/** What follows from each kind of item. */
const followers: Record<InboxItem['kind'], Follow<ProcessNeeds>> = {
  failure: followFailure,
  progress: followProgress,
  status: async () => kept('It is of a message that was not sent from here.'),
  message: followMessage,
  error: followError,
  change: followChange,
}

/** Thinks about one item of a webhook. Twice is once: what was done before is found done. */
export async function processItem(item: StoredInboxItem, needs: ProcessNeeds): Promise<Followed> {
  const { state, because } = await followers[item.kind](item, needs)
  await needs.inbox.finish(item.id, { state, because, at: needs.clock.now() })
  needs.log.info('inbox.processed', { itemId: item.id, kind: item.kind, state, because })
  return { state, because }
}
