import type { KernelServices } from '../kernel/kernel-services.ts'
import { purgeDate } from '../kernel/retention.ts'
import { type SendCommand } from './send-command.ts'
import { canonicalJsonHash } from '../kernel/canonical-json-hash.ts'
import { after } from '../kernel/clock.ts'
import { derivedId } from '../kernel/ids.ts'
import type { LoadEligibility } from '../messages/send-eligibility-facts.ts'
import { conversationIdOf } from '../messages/conversation-id.ts'
import type { Message, StoredMessage } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import type { AwaitReply } from '../messages/await-reply.ts'
import { initialState, earliestSendAt, TASK_GRACE_SECONDS, type InitialState } from './initial-state.ts'
import { applyEligibility } from './initial-eligibility.ts'
import { enqueueAttempt } from './enqueue-attempt.ts'

export interface CreateMessageNeeds extends Pick<KernelServices, 'ids' | 'clock' | 'tasks' | 'log'> {
  messages: Pick<MessageStore, 'add'>
  /** Consent and service window of the recipient. */
  loadEligibility: LoadEligibility
  /** Without it a reply cancels nothing. */
  awaitReply: AwaitReply
}

/** A message that is kept now, or the one that was kept under the same id before. */
export interface CreatedMessage {
  readonly message: StoredMessage
  readonly isNew: boolean
}

/**
 * Keeps a message before anything else happens to it, with one `create()`. A message that is sent at once
 * is claimed by the same write, unless its recipient does not want it; one whose session is on hold waits as `held`.
 * With an idempotency key the id is derived from owner and key, so a repeat meets the first one.
 */
export async function createMessage(
  command: SendCommand,
  needs: CreateMessageNeeds,
): Promise<CreatedMessage> {
  const now = needs.clock.now()
  const id = idempotentMessageId(command) ?? needs.ids.next('msg')
  if (command.cancelOn.includes('reply'))
    await needs.awaitReply({ ...command, sessionId: command.session.id })
  const state = initialState(command, now)
  // Whatever is sent later is asked about then.
  const facts =
    state.sending === 'sending' ? await needs.loadEligibility(command.session.id, command.to) : null
  const first = applyEligibility(command, state, { facts, now })
  const { message, isNew } = await needs.messages.add(newMessage(id, command, { first, now }))
  if (!isNew) return { message, isNew }
  const at = earliestSendAt(command, now)
  // The sweep finds what is due later.
  if (message.sending === 'queued' && at <= after(now, TASK_GRACE_SECONDS))
    await enqueueAttempt(message, needs, at > now ? at : undefined)
  return { message, isNew }
}

/** The id of every message requested under this idempotency key, apart for test and live keys; undefined: no key. */
export const idempotentMessageId = ({ owner, mode, idempotency }: SendCommand): string | undefined =>
  idempotency && derivedId('msg', owner, ...(mode === 'test' ? ['test'] : []), idempotency.key)

/** The hash of a request: the same words in any order of fields are the same request. */
export const requestFingerprint = (...words: unknown[]): string => canonicalJsonHash(words)

function newMessage(
  id: string,
  command: SendCommand,
  { first, now }: { first: InitialState; now: Date },
): Message {
  const {
    owner,
    mode,
    session,
    to,
    content,
    category,
    fallback,
    replyTo,
    metadata,
    ifUnknown,
    cancelOn,
    notAfter,
    sendAt,
    quietHours,
    outbox,
    idempotency,
  } = command
  return {
    id,
    direction: 'out',
    owner,
    sessionId: session.id,
    to,
    conversationId: conversationIdOf(session.id, to),
    content,
    category,
    mode,
    metadata,
    ifUnknown,
    cancelOn,
    notAfter,
    createdAt: now,
    purgeAt: purgeDate('message', sendAt ?? now),
    ...(fallback && { fallback }),
    ...(replyTo !== undefined && { replyTo }),
    ...(quietHours && { quietHours }),
    ...(outbox && { outbox }),
    ...(idempotency && { fingerprint: idempotency.fingerprint }),
    progress: 0,
    ...first,
  }
}
