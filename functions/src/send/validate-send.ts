import { invalidField, type WaypostError } from '@waypost/contract'
import { assertNotificationAllowed, isPolicyRestricted, type NotifyRules } from '../auth/notify-policy.ts'
import { modeOf } from '../http/caller.ts'
import type { Recipient } from '../kernel/recipient.ts'
import type { Category } from '../messages/message-category.ts'
import type { MessageStore } from '../messages/message-store.ts'
import type { Fallback } from '../messages/message.ts'
import type { SendSettings } from '../messages/send-settings.ts'
import { resolveSession } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import { checkSendTemplates, type CheckTemplatesNeeds } from './check-send-templates.ts'
import { resolveMessageReferences, type ResolvedContent } from './resolve-message-references.ts'
import { resolveRecipient, type RecipientNeeds } from './resolve-recipient.ts'
import type { SendInput } from './send-input.ts'

export interface ValidateSendNeeds extends RecipientNeeds, CheckTemplatesNeeds {
  settings: SendSettings
  messages: Pick<MessageStore, 'findAny'>
  /** What plain users may send, as set by an operator; null or absent: `settings.notifyPolicy` applies. */
  notifyRules?(): Promise<NotifyRules | null>
}

/** A send that passed every check we can make before Meta is called. */
export interface ValidatedSend {
  readonly input: SendInput
  readonly recipient: Recipient
  /** Whether the request has no recipient and the default one is used. */
  readonly defaultedRecipient: boolean
  readonly session: Session
  readonly resolved: ResolvedContent
  readonly category: Category
  readonly fallback?: Fallback
  /** Why its template cannot be sent (any more); a repeat of an earlier request still gets its answer. */
  readonly refusal: WaypostError | undefined
  /** Whether nothing is sent: on request, or because a test key has no simulator. */
  readonly isDry: boolean
}

/**
 * Checks a send request against everything known before Meta is called: recipient, policy, session, references,
 * templates. The same for every way in; stores nothing.
 * @throws WaypostError for the first fault
 */
export async function validateSend(input: SendInput, needs: ValidateSendNeeds): Promise<ValidatedSend> {
  const { caller, content, options } = input
  const { settings } = needs
  const country = options.defaultCountry ?? settings.defaultCountry
  const { recipient, defaultedRecipient, sessionId } = await resolveRecipient({ ...input, country }, needs)
  await checkPolicy(input, { recipient, isDefaultRecipient: defaultedRecipient }, needs)
  if (sessionId !== undefined && options.session !== undefined && options.session !== sessionId)
    throw invalidField('/session', `must be ${sessionId}, the session of the conversation`)
  const session = resolveSession(caller, sessionId ?? options.session, await needs.sessions())
  const resolved = await resolveMessageReferences({ content, replyTo: options.replyTo }, caller, needs)
  const isDry = options.dryRun === true || (modeOf(caller) === 'test' && !settings.hasSimulator)
  const checked = await checkSendTemplates(input, { session, isDry }, needs)
  return { input, recipient, defaultedRecipient, session, resolved, ...checked, isDry }
}

/** Enforces the notify policy on plain users; other callers are not restricted. */
async function checkPolicy(
  { caller, content, options }: SendInput,
  target: { recipient: Recipient; isDefaultRecipient: boolean },
  { settings, notifyRules }: ValidateSendNeeds,
): Promise<void> {
  if (!isPolicyRestricted(caller)) return
  const templates = [content.type === 'template' ? content.template.templateName : undefined]
  if (options.fallbackTemplate) templates.push(options.fallbackTemplate.templateName)
  const rules = (await notifyRules?.()) ?? { others: settings.notifyPolicy, templates: {} }
  assertNotificationAllowed(caller, { ...target, templates }, rules)
}
