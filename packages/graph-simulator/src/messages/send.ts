/**
 * `POST /{phone-number-id}/messages`: check, apply the recipient's behaviour, accept.
 * developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
 */
import type { PhoneNumber } from '../account/phone-number.ts'
import { defaultSteps, reachesPhone, type Behaviour, type StatusStep } from '../behaviours/behaviour.ts'
import { pickBehaviour } from '../behaviours/pick-behaviour.ts'
import { isWindowOpen } from '../contacts/contact-book.ts'
import { GraphError } from '../graph/graph-error.ts'
import { appendBounded } from '../bounded-log.ts'
import { newWamid, rescopedWamid } from '../ids.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { checkCommon, contentOf, recipientOf, type Content, type Edge, type Recipient } from './parse-send.ts'
import { applyStatus, planStatuses } from './status-plan.ts'
import { checkLimits } from './check-limits.ts'
import type { ReceivedMessage, SendAttempt } from './received-message.ts'
import { optionalText, type JsonPart } from '../graph/json-part.ts'

export interface SendRequest {
  readonly simulator: SimulatorContext
  readonly phone: PhoneNumber
  readonly body: JsonPart
  readonly edge: Edge
  readonly requestId: string
}

export type SendOutcome =
  | { readonly kind: 'accepted'; readonly answer: object; readonly behaviour: Behaviour }
  | { readonly kind: 'raw'; readonly raw: NonNullable<Behaviour['raw']> }
  | { readonly kind: 'cut' }

/** Sends one message. Throws GraphError when Meta would refuse; records each attempt that names a recipient. */
export async function send(request: SendRequest): Promise<SendOutcome> {
  const attempt = logAttempt(request)
  try {
    return await attemptSend(request, attempt)
  } catch (error) {
    if (error instanceof GraphError) {
      attempt.outcome = 'refused'
      attempt.code = error.refusal.code
    }
    throw error
  }
}

async function attemptSend(request: SendRequest, attempt: SendAttempt): Promise<SendOutcome> {
  const { simulator, phone, body, edge } = request
  checkCommon(body)
  const recipient = recipientOf(body, phone, simulator)
  attempt.waId = recipient.contact.waId
  const content = contentOf(body, edge, { phone, simulator })
  checkLimits(recipient, content, { phone, simulator })
  const { waId, userId, parentUserId } = recipient.contact
  const behaviour = pickBehaviour(simulator, [waId, userId, parentUserId])
  if (behaviour.connection === 'reset_before_accept') {
    attempt.outcome = 'reset_before_accept'
    return { kind: 'cut' }
  }
  if (behaviour.raw) {
    attempt.outcome = 'raw'
    attempt.httpStatus = behaviour.raw.httpStatus
    return { kind: 'raw', raw: behaviour.raw }
  }
  if (behaviour.refuse) throw new GraphError(behaviour.refuse)
  return accept(request, { recipient, content, behaviour, attempt })
}

interface Acceptance {
  readonly recipient: Recipient
  readonly content: Content
  readonly behaviour: Behaviour
  readonly attempt: SendAttempt
}

async function accept(request: SendRequest, acceptance: Acceptance): Promise<SendOutcome> {
  const { simulator, phone } = request
  const { recipient, content, behaviour, attempt } = acceptance
  const steps = stepsOf(request, acceptance)
  const message = receivedMessage(request, acceptance, steps)
  addReceived(simulator, message)
  attempt.wamid = message.wamid
  attempt.outcome = message.answered ? 'accepted' : 'response_lost'
  const statusPlan = { message, recipient, phone }
  const [first, ...others] = steps
  if (behaviour.statusFirst && first) {
    await simulator.webhooks.publishNow(applyStatus(simulator, statusPlan, first))
    planStatuses(simulator, statusPlan, others)
  } else planStatuses(simulator, statusPlan, steps)
  if (!message.answered) return { kind: 'cut' }
  return { kind: 'accepted', answer: acceptedAnswer(message, { recipient, content, behaviour }), behaviour }
}

/** Opt-outs, windows and broken links are failures by webhook; else the behaviour's statuses, else sent, delivered, read. */
function stepsOf(
  { simulator, phone }: SendRequest,
  { recipient, content, behaviour }: Acceptance,
): readonly StatusStep[] {
  const { waId } = recipient.contact
  const { settings, optOuts } = simulator.state
  if (behaviour.statuses) return behaviour.statuses
  if (content.mediaFailure !== undefined)
    return [{ status: 'failed', code: 131053, details: content.mediaFailure }]
  if (content.template?.category === 'MARKETING' && optOuts.has(waId))
    return [{ status: 'failed', code: 131050 }]
  const isFreeForm = content.type !== 'template'
  if (settings.windows === 'enforce_by_webhook' && isFreeForm && !isWindowOpen(simulator, phone.id, waId)) {
    return [
      {
        status: 'failed',
        code: 131047,
        details: 'More than 24 hours have passed since the recipient last replied.',
      },
    ]
  }
  return content.type === 'reaction' ? defaultSteps.slice(0, 1) : defaultSteps
}

function addReceived({ state, config }: SimulatorContext, message: ReceivedMessage): void {
  const { received, receivedById, totals } = state
  totals.received += 1
  for (const id of [message.wamid, message.userScopedWamid]) receivedById.set(id, message)
  appendBounded(received, message, {
    most: config.logLimit,
    dropped({ wamid, userScopedWamid }) {
      receivedById.delete(wamid)
      receivedById.delete(userScopedWamid)
    },
  })
}

function receivedMessage(
  request: SendRequest,
  { recipient, content, behaviour }: Acceptance,
  steps: readonly StatusStep[],
): ReceivedMessage {
  const { simulator, phone, body, edge, requestId } = request
  const { waId, userId } = recipient.contact
  const { template } = content
  const callbackData = optionalText(body, 'biz_opaque_callback_data', { min: 0 })
  const wamid = newWamid(recipient.sentTo === 'phone' ? waId : userId)
  return {
    wamid,
    userScopedWamid: rescopedWamid(wamid, userId),
    to: `+${waId}`,
    waId,
    userId,
    input: recipient.input,
    phoneNumberId: phone.id,
    wabaId: phone.wabaId,
    via: edge,
    type: content.type,
    content: content.value,
    ...(template && {
      template: { name: template.name, language: template.language, category: template.category },
    }),
    ...(content.filled && { filled: content.filled }),
    ...(body.value['context'] !== undefined && { context: body.value['context'] }),
    ...(callbackData !== undefined && { callbackData }),
    acceptedAt: simulator.clock.now().toISOString(),
    requestId,
    answered: behaviour.connection !== 'response_lost',
    reachesPhone: reachesPhone(steps) || content.type === 'reaction',
    statuses: [],
  }
}

function acceptedAnswer(
  message: ReceivedMessage,
  { recipient, content, behaviour }: Omit<Acceptance, 'attempt'>,
): object {
  const { input, sentTo, contact } = recipient
  const isPaced = content.template?.category === 'MARKETING'
  const status = behaviour.messageStatus ?? (isPaced ? 'accepted' : undefined)
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input, ...(sentTo === 'phone' ? { wa_id: contact.waId } : { user_id: contact.userId }) }],
    messages: [{ id: message.wamid, ...(status !== undefined && { message_status: status }) }],
  }
}

function logAttempt({ simulator, body, requestId }: SendRequest): SendAttempt {
  const { to, recipient, biz_opaque_callback_data: callbackData } = body.value
  const attempt: SendAttempt = {
    requestId,
    at: simulator.clock.now().toISOString(),
    to: typeof to === 'string' ? to : typeof recipient === 'string' ? recipient : '',
    ...(typeof callbackData === 'string' && { callbackData }),
    outcome: 'refused',
  }
  simulator.state.totals.attempts += 1
  appendBounded(simulator.state.attempts, attempt, { most: simulator.config.logLimit })
  return attempt
}
