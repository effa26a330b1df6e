import type { MessageContent } from '../graph/payload.ts'
import { jsonHash } from '../kernel/json-hash.ts'
import { after, type Clock } from '../kernel/clock.ts'
import { derivedId, type Ids } from '../kernel/ids.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { Session } from '../sessions/session.ts'
import type { StandingOf } from './contact-standing.ts'
import { conversationIdOf } from './conversation-id.ts'
import type { Fallback, IfUnknown, Message, StoredMessage } from './message.ts'
import type { MessageStore } from './message-store.ts'
import type { ExpectReply } from './expect-reply.ts'
import { firstState, firstTurn, TASK_GRACE_SECONDS, type FirstState } from './first-state.ts'
import { stateByStanding } from './first-verdict.ts'
import type { QuietHours } from './quiet-hours.ts'
import { enqueueAttempt, type EnqueueNeeds } from './enqueue-attempt.ts'
import type { Category } from './send-defaults.ts'

/** A message somebody may send, checked and complete: what is left is to keep it and to send it. */
export interface SendCommand {
  readonly owner: string
  readonly mode: 'live' | 'test'
  readonly session: Session
  readonly to: Recipient
  readonly content: MessageContent
  readonly category: Category
  /** What to send instead when the service window is closed. */
  readonly fallback?: Fallback
  /** Meta's id of the message that is quoted. */
  readonly replyTo?: string
  readonly metadata: Readonly<Record<string, string>>
  readonly ifUnknown: IfUnknown
  readonly cancelOn: readonly 'reply'[]
  readonly notAfter: Date
  /** Not before this instant. */
  readonly sendAt?: Date
  readonly quietHours?: QuietHours
  readonly outbox?: Message['outbox']
  /** Whether the caller waits for Meta's answer. */
  readonly wait: boolean
  readonly idempotency?: { readonly key: string; readonly fingerprint: string }
}

export interface QueueNeeds extends EnqueueNeeds {
  messages: Pick<MessageStore, 'add'>
  /** What the recipient wishes, and whether its service window is open. */
  contactStanding: StandingOf
  ids: Ids
  clock: Clock
  /** Without it a reply cancels nothing. */
  expectReply: ExpectReply
}

const KEPT_DAYS = 90

/** A message that is kept now, or the one that was kept under the same id before. */
export interface Queued {
  readonly message: StoredMessage
  readonly isNew: boolean
}

/**
 * Keeps a message before anything else happens to it, with one `create()`. A message that is sent at once
 * is claimed by the same write, unless its recipient does not want it; one whose session is on hold waits as `held`.
 * With an idempotency key the id is derived from owner and key, so a repeat meets the first one.
 */
export async function queueMessage(command: SendCommand, needs: QueueNeeds): Promise<Queued> {
  const now = needs.clock.now()
  const id = idUnderKey(command) ?? needs.ids.next('msg')
  if (command.cancelOn.includes('reply'))
    await needs.expectReply({ ...command, sessionId: command.session.id })
  const state = firstState(command, now)
  // Whatever is sent later is asked about then.
  const standing =
    state.sending === 'sending' ? await needs.contactStanding(command.session.id, command.to) : null
  const first = stateByStanding(command, state, { standing, now })
  const { message, isNew } = await needs.messages.add(newMessage(id, command, { first, now }))
  if (!isNew) return { message, isNew }
  const at = firstTurn(command, now)
  // The sweep finds what is due later.
  if (message.sending === 'queued' && at <= after(now, TASK_GRACE_SECONDS))
    await enqueueAttempt(message, needs, at > now ? at : undefined)
  return { message, isNew }
}

/** The id of every message that is asked for under this idempotency key; undefined: there is no key. */
export const idUnderKey = ({ owner, idempotency }: SendCommand): string | undefined =>
  idempotency && derivedId('msg', owner, idempotency.key)

/** The hash of a request: the same words in any order of fields are the same request. */
export const fingerprintOf = (...words: unknown[]): string => jsonHash(words)

function newMessage(
  id: string,
  command: SendCommand,
  { first, now }: { first: FirstState; now: Date },
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
    purgeAt: after(sendAt ?? now, KEPT_DAYS * 86_400),
    ...(fallback && { fallback }),
    ...(replyTo !== undefined && { replyTo }),
    ...(quietHours && { quietHours }),
    ...(outbox && { outbox }),
    ...(idempotency && { fingerprint: idempotency.fingerprint }),
    progress: 0,
    ...first,
  }
}
