import { failureFromStatus } from '../graph/graph-error.ts'
import type { Log } from '../kernel/log.ts'
import { recordFailure, type RecordFailureNeeds } from '../messages/record-failure.ts'
import type { InboxState, InboxStore, StoredInboxItem } from './inbox-store.ts'

export interface ProcessNeeds extends RecordFailureNeeds {
  inbox: InboxStore
  log: Log
}

/** Thinks about one item of a webhook. Twice is once: what was done before is found done. */
export async function processItem(item: StoredInboxItem, needs: ProcessNeeds): Promise<void> {
  const { state, because } = await dealWith(item, needs)
  await needs.inbox.finish(item.id, state, because)
  needs.log.info('inbox.processed', { itemId: item.id, kind: item.kind, state, because })
}

interface Dealt {
  readonly state: InboxState
  readonly because: string
}

async function dealWith(item: StoredInboxItem, needs: ProcessNeeds): Promise<Dealt> {
  if (item.kind === 'failure' && item.messageId !== undefined && item.attempt !== undefined)
    return failed({ ...item, messageId: item.messageId, attempt: item.attempt }, needs)
  if (item.kind === 'progress' && item.messageId !== undefined) return progressed(item.messageId, needs)
  if (item.kind === 'status')
    return { state: 'kept', because: 'It is of a message that was not sent from here.' }
  return { state: 'kept', because: `Nothing follows from ${item.kind} in ${item.field} yet.` }
}

/** Tells those who want to hear of a status; it is in the message already. */
async function progressed(messageId: string, { messages, announce }: ProcessNeeds): Promise<Dealt> {
  const message = await messages.find(messageId)
  if (!message) return { state: 'kept', because: 'Its message is not here (any more).' }
  await announce(message)
  return { state: 'done', because: 'It was told on.' }
}

async function failed(
  { item, messageId, attempt }: StoredInboxItem & { messageId: string; attempt: number },
  needs: ProcessNeeds,
): Promise<Dealt> {
  const { errors } = JSON.parse(item) as { errors?: unknown }
  const outcome = await recordFailure({ messageId, attempt, failure: failureFromStatus(errors) }, needs)
  return outcome === 'missing'
    ? { state: 'kept', because: 'Its message is not here (any more).' }
    : {
        state: 'done',
        because: outcome === 'settled' ? 'The failure was recorded.' : 'It changes nothing any more.',
      }
}
