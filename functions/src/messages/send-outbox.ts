import { isWaypostError, OutboxDocument, parseRequest, templateOf, WaypostError } from '@waypost/contract'
import type { KeyCaller } from '../access/caller.ts'
import type { MessageContent } from '../graph/payload.ts'
import type { OutboxStore } from './outbox-store.ts'
import { retryMessage, type RetryMessageNeeds } from './retry-message.ts'
import { sendMessage, type SendNeeds } from './send-message.ts'

export interface SendOutboxNeeds extends SendNeeds, RetryMessageNeeds {
  messages: SendNeeds['messages'] & RetryMessageNeeds['messages']
  outbox: OutboxStore
}

/** A document of an app's outbox: its path, and its fields with instants as ISO 8601. */
export interface WrittenDocument {
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
export async function sendOutbox(
  document: WrittenDocument,
  needs: SendOutboxNeeds,
  again = false,
): Promise<void> {
  try {
    const read = parseRequest(OutboxDocument, document.fields)
    const content = contentOf(read)
    const recipients = [...new Set([read.to].flat())]
    for (const to of recipients)
      await sendOne({ document, read, content, to, recipients: recipients.length }, needs, again)
  } catch (error) {
    // A refusal is the document's own fault; anything else is repeated by the platform.
    if (!isWaypostError(error) || error.status >= 500) throw error
    // An earlier delivery of this event stopped in the middle: the sweep finds out and tells the document.
    if (error.code === 'REQUEST_IN_FLIGHT') return
    await refuse(document.path, error, needs)
  }
}

interface OneSend {
  readonly document: WrittenDocument
  readonly read: OutboxDocument
  readonly content: MessageContent
  readonly to: string
  readonly recipients: number
}

async function sendOne(
  { document, read, content, to, recipients }: OneSend,
  needs: SendOutboxNeeds,
  again: boolean,
): Promise<void> {
  const { path } = document
  const sent = await sendMessage(
    {
      caller: outboxCaller,
      to,
      toField: '/to',
      content,
      options: read,
      wait: recipients === 1,
      idempotencyKey: recipients === 1 ? path : `${path} ${to}`,
      outbox: { path, track: read.track === true, recipients },
    },
    needs,
  )
  if (sent.kind === 'dry-run') return
  const message =
    again && sent.replayed ? (await retryMessage(sent.message, 'the outbox', needs)).message : sent.message
  // A message that was sent just now has told its document when it was settled.
  if (sent.replayed || message.attempt === 0) await needs.announce(message)
}

function contentOf({ template, message }: OutboxDocument): MessageContent {
  if (template) return { type: 'template', template: templateOf(template) }
  if (message) return message
  throw new WaypostError('INVALID_REQUEST')
}

async function refuse(
  path: string,
  { code, message }: WaypostError,
  { outbox, clock }: SendOutboxNeeds,
): Promise<void> {
  const now = clock.now()
  await outbox.tell(path, {
    state: 'ERROR',
    attempts: 0,
    startTime: now,
    endTime: now,
    leaseExpireTime: null,
    error: { code, message },
    info: null,
  })
}
