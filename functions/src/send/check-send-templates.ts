import type { KernelServices } from '../kernel/kernel-services.ts'
import { invalidField, WaypostError, type TemplateContent } from '@waypost/contract'
import { modeOf } from '../http/caller.ts'
import { categoryOf, type Category } from '../messages/message-category.ts'
import type { Fallback } from '../messages/message.ts'
import type { SendSettings } from '../messages/send-settings.ts'
import type { Session } from '../sessions/session.ts'
import type { TemplateCheck } from '../templates/template-cache.ts'
import type { SendInput } from './send-input.ts'

export interface CheckTemplatesNeeds extends Pick<KernelServices, 'clock'> {
  settings: Pick<SendSettings, 'hasSimulator'>
  /** Checks a template against our copy of Meta's list. Without it every template is tried. */
  templates?(query: TemplateQuery): Promise<TemplateCheck>
}

/** A template about to be sent. */
export interface TemplateQuery {
  readonly session: Session
  /** `test`: the simulator, which has its own templates. */
  readonly mode: 'live' | 'test'
  readonly content: TemplateContent
  /** Whether the message can wait until a pause of the template ends. */
  readonly canWait: boolean
}

/** Category of the content, the fallback with its own, and the reason that a template cannot be sent. */
export interface CheckedTemplates {
  readonly category: Category
  readonly fallback?: Fallback
  readonly refusal: WaypostError | undefined
}

/** Checks the template of a send and the one that may replace it. */
export async function checkSendTemplates(
  input: SendInput,
  target: { session: Session; isDry: boolean },
  needs: CheckTemplatesNeeds,
): Promise<CheckedTemplates> {
  const main = await checkTemplate(input, target, needs)
  const { fallbackTemplate: template } = input.options
  if (!template) return main
  const replacement: SendInput = { ...input, content: { type: 'template', template } }
  const { category, refusal } = await checkTemplate(replacement, target, needs)
  return { category: main.category, fallback: { template, category }, refusal: main.refusal ?? refusal }
}

async function checkTemplate(
  { caller, content, options, wait, outbox }: SendInput,
  { session, isDry }: { session: Session; isDry: boolean },
  { templates, settings, clock }: CheckTemplatesNeeds,
): Promise<CheckedTemplates> {
  if (content.type !== 'template' || !templates)
    return { category: categoryOf(content, undefined), refusal: undefined }
  const later = options.sendAt !== undefined && new Date(options.sendAt) > clock.now()
  const { category, refusal } = await templates({
    session,
    mode: isDry && !settings.hasSimulator ? 'live' : modeOf(caller),
    content: content.template,
    canWait: later || !wait || outbox !== undefined,
  })
  const found = refusal && new WaypostError(refusal.code, refusal)
  return {
    category: categoryOf(content, category),
    refusal: endedOffer(content.template, later ? new Date(options.sendAt) : clock.now()) ?? found,
  }
}

/** Meta refuses an offer that has ended when the message is sent. */
function endedOffer({ limitedTimeOffer }: TemplateContent, sentAt: Date): WaypostError | undefined {
  if (!limitedTimeOffer || new Date(limitedTimeOffer.expirationTime) > sentAt) return undefined
  return invalidField('/limitedTimeOffer/expirationTime', 'must be later than the send: the offer has ended')
}
