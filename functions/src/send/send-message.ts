import { WaypostError } from '@waypost/contract'
import type { ConsumeSessionQuota } from '../rate-limits/session-rate-limit.ts'
import { sendClaimed, type SendClaimedNeeds } from '../dispatch/send-claimed.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { prepareSend, type DryRun, type PrepareNeeds, type SendInput } from './prepare-send.ts'
import { idempotentMessageId, createMessage, type CreateMessageNeeds } from '../dispatch/create-message.ts'
import { type SendCommand } from '../dispatch/send-command.ts'

export interface SendNeeds extends PrepareNeeds, CreateMessageNeeds, SendClaimedNeeds {
  /** Counts a message of the API for its session. Without it, nobody counts; the outbox has a pace of its own. */
  consumeSessionQuota?: ConsumeSessionQuota
  messages: Pick<MessageStore, 'add' | 'find' | 'findAny' | 'settle' | 'clearNextAction'>
}

/** A message as it stands when its caller is answered. */
export interface SendResult {
  readonly kind: 'sent'
  readonly message: StoredMessage
  /** Whether this request was made before: then nothing happened now. */
  readonly replayed: boolean
  readonly defaultedRecipient: boolean
}

/**
 * Checks a wish, keeps it as a message and, if its caller waits, sends it.
 * @throws WaypostError when it is refused before it became a message; `IDEMPOTENCY_KEY_REUSED` for another
 *   request under the same key, `REQUEST_IN_FLIGHT` while the first one is not settled, `RATE_LIMITED` for one too
 *   many through its session
 */
export async function sendMessage(input: SendInput, needs: SendNeeds): Promise<SendResult | DryRun> {
  const prepared = await prepareSend(input, needs)
  if (prepared.kind === 'dry-run') return prepared
  const { command, defaultedRecipient, refusal } = prepared
  if (refusal) {
    const message = replayed(await findIdempotent(command, refusal, needs), command)
    return { kind: 'sent', message, replayed: true, defaultedRecipient }
  }
  if (!input.outbox) await needs.consumeSessionQuota?.(command.session)
  const { message: kept, isNew } = await createMessage(command, needs)
  if (!isNew) return { kind: 'sent', message: replayed(kept, command), replayed: true, defaultedRecipient }
  const message = kept.sending === 'sending' ? await sendClaimed(kept, command.session, needs) : kept
  return { kind: 'sent', message, replayed: false, defaultedRecipient }
}

/**
 * The message that the first request under this key became: its template was in order then, so the repeat gets
 * its answer.
 * @throws WaypostError the refusal when there is none
 */
async function findIdempotent(
  command: SendCommand,
  refusal: WaypostError,
  { messages }: SendNeeds,
): Promise<StoredMessage> {
  const id = idempotentMessageId(command)
  const first = id === undefined ? null : await messages.find(id)
  if (!first) throw refusal
  return first
}

const IN_FLIGHT_SECONDS = 2

/** The first message under this key, if this is the same request and it can be answered for already. */
function replayed(message: StoredMessage, { idempotency }: SendCommand): StoredMessage {
  const { id, fingerprint, sending, answer } = message
  if (fingerprint !== idempotency?.fingerprint) throw new WaypostError('IDEMPOTENCY_KEY_REUSED', { id })
  if (sending === 'sending' && answer === undefined)
    throw new WaypostError('REQUEST_IN_FLIGHT', { id, retryAfterSeconds: IN_FLIGHT_SECONDS })
  return message
}
