import { WaypostError } from '@waypost/contract'
import { createMessage, idempotentMessageId, type CreateMessageNeeds } from '../dispatch/create-message.ts'
import { sendClaimed, type SendClaimedNeeds } from '../dispatch/send-claimed.ts'
import type { SendCommand } from '../dispatch/send-command.ts'
import type { MessageStore } from '../messages/message-store.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { ConsumeSessionQuota } from '../rate-limits/session-rate-limit.ts'
import { buildSendCommand } from './build-send-command.ts'
import { dryRun, type DryRun, type DryRunNeeds } from './dry-run.ts'
import type { SendInput } from './send-input.ts'
import { validateSend, type ValidateSendNeeds } from './validate-send.ts'

export interface SendNeeds extends ValidateSendNeeds, DryRunNeeds, CreateMessageNeeds, SendClaimedNeeds {
  /** Counts an API message against its session's quota. Absent: unlimited. The outbox is not counted. */
  consumeSessionQuota?: ConsumeSessionQuota
  messages: SendClaimedNeeds['messages'] & Pick<MessageStore, 'add' | 'find' | 'findAny'>
}

/** A message as it is when its caller is answered. */
export interface SendResult {
  readonly kind: 'sent'
  readonly message: StoredMessage
  /** Whether an earlier request under the same key made this message: then nothing happened now. */
  readonly replayed: boolean
  readonly defaultedRecipient: boolean
}

/**
 * Validates a send, stores it as a message and, if its caller waits, sends it.
 * @throws WaypostError for a refusal before the message is stored; `IDEMPOTENCY_KEY_REUSED` for another request under
 *   the same key, `RATE_LIMITED` over the session's quota
 */
export async function sendMessage(input: SendInput, needs: SendNeeds): Promise<SendResult | DryRun> {
  const send = await validateSend(input, needs)
  if (send.isDry) return dryRun(send, needs)
  const { defaultedRecipient, refusal } = send
  const command = buildSendCommand(send, { now: needs.clock.now(), settings: needs.settings })
  if (refusal) {
    const message = replayed(await findIdempotent(command, refusal, needs), command)
    return { kind: 'sent', message, replayed: true, defaultedRecipient }
  }
  if (!input.outbox) await needs.consumeSessionQuota?.(command.session, command.mode)
  const { message: stored, isNew } = await createMessage(command, needs)
  if (!isNew) return { kind: 'sent', message: replayed(stored, command), replayed: true, defaultedRecipient }
  const message = stored.sending === 'sending' ? await sendClaimed(stored, command.session, needs) : stored
  return { kind: 'sent', message, replayed: false, defaultedRecipient }
}

/**
 * Finds the message of the first request under this key. Its template was valid then, so the repeat gets its answer.
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

/** Checks that the stored message belongs to the same request. */
function replayed(message: StoredMessage, { idempotency }: SendCommand): StoredMessage {
  const { id, fingerprint } = message
  if (fingerprint !== idempotency?.fingerprint) throw new WaypostError('IDEMPOTENCY_KEY_REUSED', { id })
  return message
}
