import type { WaypostError } from '@waypost/contract'
import { isWaypostError, OutboxDocument, outboxContentOf, parseRequest } from '@waypost/contract'
import type { KeyCaller } from '../http/caller.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { OutboxStore } from './outbox-store.ts'
import { inOutboxWords } from './outbox-field-names.ts'
import { recipientSpellings } from '../kernel/parse-recipient-id.ts'
import { parsePhoneNumber } from '../kernel/phone-number.ts'
import { retryMessage, type RetryMessageNeeds } from '../dispatch/retry-message.ts'
import type { SendInput } from '../send/send-input.ts'
import { sendMessage, type SendNeeds } from '../send/send-message.ts'
import { validateSend } from '../send/validate-send.ts'

export interface ProcessOutboxNeeds extends SendNeeds, RetryMessageNeeds {
  messages: SendNeeds['messages'] & RetryMessageNeeds['messages']
  outbox: Pick<OutboxStore, 'writeStatus'>
}

/** An outbox document: its path, and its fields with timestamps as ISO 8601. */
export interface OutboxSnapshot {
  readonly path: string
  readonly fields: unknown
}

/** Only backends of the project can write to the outbox, so no notify policy applies. */
const outboxCaller: KeyCaller = {
  kind: 'key',
  keyId: 'outbox',
  owner: 'outbox',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}

/**
 * Sends the messages of an outbox document and writes their state to it. The document's path is the idempotency key, so
 * an event that Firestore delivers twice sends once. A document that cannot be sent gets the error.
 * @param again whether to retry messages that failed
 */
export async function processOutboxDocument(
  document: OutboxSnapshot,
  needs: ProcessOutboxNeeds,
  again = false,
): Promise<void> {
  try {
    const inputs = sendInputsOf(document, needs.settings)
    // All or nothing: one invalid recipient refuses the document.
    if (inputs.length > 1) for (const input of inputs) await validateSend(input, needs)
    const unreported: StoredMessage[] = []
    for (const input of inputs) unreported.push(...(await sendOne(input, needs, again)))
    const last = unreported.at(-1)
    if (last) await needs.onMessageChanged(last)
  } catch (error) {
    // A refusal is final for the document; the platform retries everything else.
    if (!isWaypostError(error) || isServerError(error)) throw error
    await writeError(document, error, needs)
  }
}

/** 502 is a refusal by Meta, such as a disabled template: retrying the document does not help. */
const isServerError = ({ status }: WaypostError): boolean => status >= 500 && status !== 502

/** @throws WaypostError `INVALID_REQUEST` for a document without a valid recipient or content */
function sendInputsOf({ path, fields }: OutboxSnapshot, settings: SendNeeds['settings']): SendInput[] {
  const read = parseRequest(OutboxDocument, fields)
  const content = outboxContentOf(read)
  const country = read.defaultCountry ?? settings.defaultCountry
  const recipients = distinctRecipients([read.to].flat(), country)
  const alone = recipients.length === 1
  return recipients.map((to) => ({
    caller: outboxCaller,
    to,
    toField: '/to',
    content,
    options: read,
    wait: alone,
    idempotencyKey: alone ? path : `${path} ${to}`,
    outbox: { path, track: read.track === true, recipients: recipients.length },
  }))
}

/** Recipients in normal form, each phone once whatever its spelling; an invalid one stays as written for its error. */
function distinctRecipients(written: readonly string[], country: string | undefined): string[] {
  const byPhone = new Map<string, string>()
  for (const one of written) {
    const reading = parsePhoneNumber(one, country)
    const normal = reading.ok ? reading.number : one
    const phone = reading.ok ? recipientSpellings(reading.number).toSorted().join() : one
    if (!byPhone.has(phone)) byPhone.set(phone, normal)
  }
  return [...byPhone.values()]
}

/** @returns the message, if its state is not in the document yet */
async function sendOne(
  input: SendInput,
  needs: ProcessOutboxNeeds,
  again: boolean,
): Promise<StoredMessage[]> {
  const sent = await sendMessage(input, needs)
  if (sent.kind === 'dry-run') return []
  // An earlier delivery of this event was interrupted: the sweep settles the message and updates the document.
  if (sent.replayed && sent.message.sending === 'sending') return []
  const message = again && sent.replayed ? await retryUnlessInProgress(sent.message, needs) : sent.message
  // Settling a message that was just sent has updated its document.
  return sent.replayed || message.attempt === 0 ? [message] : []
}

/** Leaves a message alone that is pending again (the event came twice) or was delivered meanwhile. */
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

async function writeError(
  { path, fields }: OutboxSnapshot,
  { code, message, fields: faults }: WaypostError,
  { outbox, clock }: ProcessOutboxNeeds,
): Promise<void> {
  const now = clock.now()
  await outbox.writeStatus(path, {
    state: 'ERROR',
    attempts: 0,
    startTime: now,
    endTime: now,
    leaseExpireTime: null,
    error: {
      code,
      message: inOutboxWords(message, fields),
      ...(faults && {
        fields: faults.map(({ path: at, message: fault }) => ({
          path: at,
          message: inOutboxWords(fault, fields),
        })),
      }),
    },
    info: null,
  })
}
