import { failureFromStatus } from '../graph/graph-error.ts'
import type { Log } from '../kernel/log.ts'
import { recordFailure, type RecordFailureNeeds } from '../messages/record-failure.ts'
import type { InboxState, InboxStore, StoredInboxItem } from './inbox-store.ts'

export interface ProcessNeeds extends RecordFailureNeeds {
  inbox: InboxStore
  /** Reads the templates of an account anew; what followed in words, null for an account that is not ours. */
  templatesChanged?(wabaId: string): Promise<string | null>
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
  if (item.kind === 'change' && templateFields.has(item.field)) return templateNews(item, needs)
  return { state: 'kept', because: `Nothing follows from ${item.kind} in ${item.field} yet.` }
}

/** Fields of webhooks that tell of a template: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components */
const templateFields = new Set([
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
])

/** What Meta tells of a template is not all there is to know of it: its own list is read instead. */
async function templateNews({ wabaId }: StoredInboxItem, needs: ProcessNeeds): Promise<Dealt> {
  const followed = await needs.templatesChanged?.(wabaId)
  return followed === null || followed === undefined
    ? { state: 'kept', because: 'It is of an account that no session here belongs to.' }
    : { state: 'done', because: followed }
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
