import { isWaypostError, OutboxDocument, parseRequest, templateOf, WaypostError } from '@waypost/contract'
import type { KeyCaller } from '../http/caller.ts'
import type { MessageContent } from '../graph/payload.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { OutboxStore } from './outbox-store.ts'
import { withOutboxFieldNames } from './outbox-field-names.ts'
import { prepareSend, type SendInput } from '../send/prepare-send.ts'
import { retryMessage, type RetryMessageNeeds } from '../dispatch/retry-message.ts'
import { sendMessage, type SendNeeds } from '../send/send-message.ts'

export interface ProcessOutboxNeeds extends SendNeeds, RetryMessageNeeds {
  messages: SendNeeds['messages'] & RetryMessageNeeds['messages']
  outbox: Pick<OutboxStore, 'writeStatus'>
}

/** A document of an app's outbox: its path, and its fields with instants as ISO 8601. */
export interface OutboxSnapshot {
  readonly path: string
  readonly fields: unknown
}

/** Whoever may write to the outbox is a backend of the project: no policy stands in its way. */
const outboxCaller: KeyCaller = {
  kind: 'key',
  keyId: 'outbox',
  owner: 'outbox',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}

/**
 * Sends what a document of the outbox asks for, and tells it so. The document's path is the idempotency key:
 * delivered twice by Firestore, it is still sent once. A document that cannot be sent gets its error written to it.
 * @param again ask anew for messages that had failed
 */
export async function processOutboxDocument(
  document: OutboxSnapshot,
  needs: ProcessOutboxNeeds,
  again = false,
): Promise<void> {
  try {
    const wishes = sendInputsOf(document)
    // One bad number among several: nobody gets anything, and the document says why.
    if (wishes.length > 1) for (const input of wishes) await prepareSend(input, needs)
    const untold: StoredMessage[] = []
    for (const input of wishes) untold.push(...(await sendOne(input, needs, again)))
    const last = untold.at(-1)
    if (last) await needs.onMessageChanged(last)
  } catch (error) {
    // A refusal is the document's own fault; anything else is repeated by the platform.
    if (!isWaypostError(error) || isServerError(error)) throw error
    await writeError(document.path, error, needs)
  }
}

/** 502 is Meta's word, such as that a template is disabled: asking again does not help the document. */
const isServerError = ({ status }: WaypostError): boolean => status >= 500 && status !== 502

/** @throws WaypostError `INVALID_REQUEST` for a document that does not say what to send to whom */
function sendInputsOf({ path, fields }: OutboxSnapshot): SendInput[] {
  const read = parseRequest(OutboxDocument, fields)
  const content = contentOf(read)
  const { fallbackTemplate, ...options } = read
  const fallback = fallbackTemplate ? { fallbackTemplate: templateOf(fallbackTemplate) } : {}
  const recipients = [...new Set([read.to].flat())]
  const alone = recipients.length === 1
  return recipients.map((to) => ({
    caller: outboxCaller,
    to,
    toField: '/to',
    content,
    options: { ...options, ...fallback },
    wait: alone,
    idempotencyKey: alone ? path : `${path} ${to}`,
    outbox: { path, track: read.track === true, recipients: recipients.length },
  }))
}

/** @returns the message, if its document has not been told of it yet */
async function sendOne(
  input: SendInput,
  needs: ProcessOutboxNeeds,
  again: boolean,
): Promise<StoredMessage[]> {
  try {
    const sent = await sendMessage(input, needs)
    if (sent.kind === 'dry-run') return []
    const message = again && sent.replayed ? await retryUnlessInProgress(sent.message, needs) : sent.message
    // A message that was sent just now has told its document when it was settled.
    return sent.replayed || message.attempt === 0 ? [message] : []
  } catch (error) {
    // An earlier delivery of this event stopped in the middle: the sweep finds out and tells the document.
    if (isWaypostError(error) && error.code === 'REQUEST_IN_FLIGHT') return []
    throw error
  }
}

/** One that is on its way again, because the same event came before, or that arrived meanwhile, stays as it is. */
async function retryUnlessInProgress(
  message: StoredMessage,
  needs: ProcessOutboxNeeds,
): Promise<StoredMessage> {
  try {
    return (await retryMessage(message, 'the outbox', needs)).message
  } catch (error) {
    if (isWaypostError(error) && error.code === 'MESSAGE_STATE_CONFLICT') return message
    throw error
  }
}

function contentOf({ template, message }: OutboxDocument): MessageContent {
  if (template) return { type: 'template', template: templateOf(template) }
  if (message) return message
  throw new WaypostError('INVALID_REQUEST')
}

async function writeError(
  path: string,
  { code, message }: WaypostError,
  { outbox, clock }: ProcessOutboxNeeds,
): Promise<void> {
  const now = clock.now()
  await outbox.writeStatus(path, {
    state: 'ERROR',
    attempts: 0,
    startTime: now,
    endTime: now,
    leaseExpireTime: null,
    error: { code, message: withOutboxFieldNames(message) },
    info: null,
  })
}
