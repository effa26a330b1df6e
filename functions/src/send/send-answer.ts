import { DryRunAnswer, SendAnswer, WaypostError, type MessageStatus } from '@waypost/contract'
import { z } from 'zod'
import { canSeeMetaErrors, type Caller } from '../http/caller.ts'
import type { DocumentedAnswer, RouteRequest } from '../http/route.ts'
import { after } from '../kernel/clock.ts'
import { TASK_GRACE_SECONDS } from '../dispatch/initial-state.ts'
import { isInNumberingPlan } from '../kernel/phone-number.ts'
import { isPhoneNumber, type Recipient } from '../kernel/recipient.ts'
import type { StoredMessage } from '../messages/message.ts'
import type { Sending } from '../messages/send-state.ts'
import { textFor } from '../messages/message-error.ts'
import { messageStatus } from '../messages/message-status.ts'
import type { DryRun } from './dry-run.ts'
import type { SendResult } from './send-message.ts'

/** The answers of routes that send one message. */
export const sendAnswers = { 200: z.union([SendAnswer, DryRunAnswer]), 202: SendAnswer }
export type SendRouteAnswer = DocumentedAnswer<typeof sendAnswers>

/** Answers a send, the same for every way in. A repeat is marked by a header. */
export function answerSend(
  sent: SendResult | DryRun,
  { caller, addHeader }: Pick<RouteRequest, 'caller' | 'addHeader'>,
): SendRouteAnswer {
  const extra: Extra = {
    ...(sent.defaultedRecipient && { defaultedRecipient: true }),
    ...(sent.kind === 'sent' && sent.replayed && sent.message.sending === 'sending' && { replayed: true }),
  }
  if (sent.kind === 'dry-run') {
    const { recipient, session, payload, wouldRefuse, fallbackUsed } = sent
    const body: DryRunAnswer = {
      dryRun: true,
      recipient,
      session,
      payload,
      ...extra,
      ...usedFallback(fallbackUsed),
      ...warningsFor(recipient),
    }
    if (!wouldRefuse) return { status: 200, body }
    const { code, message } = wouldRefuse
    return { status: 200, body: { ...body, wouldRefuse: { code, reason: message } } }
  }
  if (sent.replayed) addHeader('idempotency-replayed', 'true')
  return sendAnswer(sent.message, caller, extra)
}

/** What looks wrong with a recipient, although the message is sent. */
function warningsFor(recipient: Recipient): Pick<SendAnswer, 'warnings'> {
  if (!isPhoneNumber(recipient) || isInNumberingPlan(recipient)) return {}
  const reason = `${recipient} is not in the numbering plan we know. WhatsApp decides whether it exists.`
  return { warnings: [{ code: 'RECIPIENT_NOT_IN_NUMBERING_PLAN', reason }] }
}

interface Extra {
  readonly defaultedRecipient?: true
  readonly replayed?: true
}

/** Final states that are answered as an error. */
const refused: readonly Sending[] = ['failed', 'expired', 'cancelled', 'suppressed']

/**
 * Answers the sender of a message: 200 when Meta accepted it, 202 while it is pending. A repeat gets the status of the
 * first answer, unless that was pending: then the current one.
 * @throws WaypostError the refusal, with the message's id
 */
export function sendAnswer(message: StoredMessage, caller: Caller, extra: Extra = {}): SendRouteAnswer {
  const { id, to, sessionId, wamid } = message
  const status = message.answer?.status === 'accepted' ? 'accepted' : messageStatus(message)
  throwRefusal(message, status, caller)
  const settled = wamid !== undefined || status === 'accepted'
  const fallback = usedFallback(message.replaced !== undefined)
  const answer = { id, status, recipient: to, session: sessionId, ...extra, ...fallback, ...warningsFor(to) }
  if (settled) return { status: 200, body: { ...answer, ...(wamid !== undefined && { messageId: wamid }) } }
  return { status: 202, body: { ...answer, ...pendingDetails(message, caller) } }
}

const usedFallback = (used: boolean): { fallbackUsed?: true } => (used ? { fallbackUsed: true } : {})

function throwRefusal({ id, sending, error }: StoredMessage, status: MessageStatus, caller: Caller): void {
  if (!error || status !== sending || !refused.includes(sending)) return
  const meta = canSeeMetaErrors(caller) ? error.meta : undefined
  throw new WaypostError(error.code, { message: textFor(error.message, caller), id, meta })
}

/** When the next attempt is, and why the message waits: a code and a sentence. */
const pendingDetails = ({ sending, wakeAt, createdAt, error }: StoredMessage, caller: Caller) => ({
  ...(sending === 'errored' && wakeAt && { retryAt: wakeAt.toISOString() }),
  // A message in the task queue is sent at once: its next action only recovers a lost task.
  ...(sending === 'queued' &&
    wakeAt &&
    wakeAt.getTime() !== after(createdAt, TASK_GRACE_SECONDS).getTime() && { sendAt: wakeAt.toISOString() }),
  ...(error && { code: error.code, reason: textFor(error.message, caller) }),
})
