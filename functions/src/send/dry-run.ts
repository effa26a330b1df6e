import type { KernelServices } from '../kernel/kernel-services.ts'
import { WaypostError } from '@waypost/contract'
import { checkEligibility } from '../dispatch/send-eligibility.ts'
import { composePayload, type GraphSendPayload, type MessageContent } from '../graph/payload.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { MessageError } from '../messages/message.ts'
import type { LoadEligibility } from '../messages/send-eligibility-facts.ts'
import type { ValidatedSend } from './validate-send.ts'

export interface DryRunNeeds extends Pick<KernelServices, 'clock'> {
  /** The recipient's opt-outs and whether its service window is open. */
  loadEligibility: LoadEligibility
}

/** The exact payload that Meta would get. */
export interface DryRun {
  readonly kind: 'dry-run'
  readonly recipient: Recipient
  readonly session: string
  readonly payload: GraphSendPayload
  readonly defaultedRecipient: boolean
  /** Why it would not be sent now, although the request is valid. */
  readonly wouldRefuse?: MessageError
  /** Whether the payload is that of the fallback template. */
  readonly fallbackUsed: boolean
}

/**
 * Shows what a validated send would post, without storing or sending anything.
 * @throws WaypostError the template's refusal, or `RUNNER_NOT_CONFIGURED` for a paired phone
 */
export async function dryRun(send: ValidatedSend, { loadEligibility, clock }: DryRunNeeds): Promise<DryRun> {
  const { recipient, session, resolved, category, fallback, defaultedRecipient, refusal } = send
  // A paired phone sends no payload of the Graph API, so there is nothing to show.
  if (session.channel === 'web') throw new WaypostError('RUNNER_NOT_CONFIGURED')
  if (refusal) throw refusal
  const facts = await loadEligibility(session.id, recipient)
  const sendable = { content: resolved.content, category, ...(fallback && { fallback }) }
  const eligibility = checkEligibility(sendable, facts, { now: clock.now(), channel: session.channel })
  const replacement = eligibility.kind === 'fall-back' ? eligibility.fallback.template : undefined
  const content: MessageContent = replacement ? { type: 'template', template: replacement } : resolved.content
  return {
    kind: 'dry-run',
    recipient,
    session: session.id,
    payload: composePayload({ to: recipient, ...resolved, content }),
    defaultedRecipient,
    fallbackUsed: replacement !== undefined,
    ...(eligibility.kind === 'refuse' && { wouldRefuse: eligibility.error }),
  }
}
