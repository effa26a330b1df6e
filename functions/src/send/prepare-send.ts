import { type SendSettings } from '../messages/send-settings.ts'
import { modeOf } from '../http/caller.ts'
import { WaypostError, type TemplateContent } from '@waypost/contract'
import { ownerOf, type Caller } from '../http/caller.ts'
import { assertNotificationAllowed, isPolicyRestricted, type NotifyRules } from '../auth/notify-policy.ts'
import { composePayload, type GraphSendPayload, type MessageContent } from '../graph/payload.ts'
import { after, type Clock } from '../kernel/clock.ts'
import type { Recipient } from '../kernel/recipient.ts'
import { resolveSession } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import type { TemplateCheck } from '../templates/template-cache.ts'
import type { LoadEligibility } from '../messages/send-eligibility-facts.ts'
import { checkEligibility, type Eligibility } from '../dispatch/send-eligibility.ts'
import type { Fallback, Message, MessageError } from '../messages/message.ts'
import type { IfUnknown } from '../messages/send-state.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { resolveMessageReferences, type ResolvedContent } from './resolve-message-references.ts'
import type { QuietHours } from '../messages/message.ts'
import { requestFingerprint } from '../dispatch/create-message.ts'
import { type SendCommand } from '../dispatch/send-command.ts'
import { resolveRecipient, type RecipientNeeds, type WrittenRecipient } from './resolve-recipient.ts'
import {
  categoryOf,
  defaultIfUnknown,
  defaultValiditySeconds,
  type Category,
} from '../messages/message-category.ts'

export interface PrepareNeeds extends RecipientNeeds {
  settings: SendSettings
  messages: Pick<MessageStore, 'findAny'>
  sessions(): Promise<readonly Session[]>
  /** What plain users may send, as an operator set it; null or without it, `settings.notifyPolicy` counts. */
  notifyRules?(): Promise<NotifyRules | null>
  /** What is known of a template before Meta is asked. Without it nothing is: all are tried. */
  templates?(query: TemplateQuery): Promise<TemplateCheck>
  /** What the recipient wishes, and whether its service window is open: asked here for a dry run only. */
  loadEligibility: LoadEligibility
  clock: Clock
}

/** A template about to be sent. */
export interface TemplateQuery {
  readonly session: Session
  /** `test`: it goes to the simulator, which has templates of its own. */
  readonly mode: 'live' | 'test'
  readonly content: TemplateContent
  /** Whether it can wait for the end of a pause: nobody waits for its answer. */
  readonly canWait: boolean
}

/** What every kind of send may say beside its content. */
export interface SendOptions {
  readonly session?: string
  readonly defaultCountry?: string
  readonly sendAt?: string
  readonly notAfter?: string
  readonly ifUnknown?: IfUnknown
  readonly cancelOn?: readonly 'reply'[]
  readonly quietHours?: QuietHours
  readonly metadata?: Readonly<Record<string, string>>
  readonly dryRun?: boolean
  /** The message that is quoted: our id or Meta's. */
  readonly replyTo?: string
  /** The template to send instead of free-form content when the service window is closed. */
  readonly fallbackTemplate?: TemplateContent
}

/** A wish to send, its shape checked: by whom, to whom, what. */
export interface SendInput {
  readonly caller: Caller
  /** As it was written; undefined: nobody was named. */
  readonly to: WrittenRecipient | undefined
  /** Where the recipient stands in the request, for the error. */
  readonly toField: string
  readonly content: MessageContent
  readonly options: SendOptions
  /** Whether the caller waits for Meta. */
  readonly wait: boolean
  readonly idempotencyKey: string | undefined
  readonly outbox?: Message['outbox']
}

/** Ready to be sent, or the exact payload that Meta would get. */
export type Prepared =
  | {
      readonly kind: 'command'
      readonly command: SendCommand
      readonly defaultedRecipient: boolean
      /** Why its template cannot be sent (any more): only a repeat of an earlier request has an answer. */
      readonly refusal?: WaypostError
    }
  | DryRun

export interface DryRun {
  readonly kind: 'dry-run'
  readonly recipient: Recipient
  readonly session: string
  readonly payload: GraphSendPayload
  readonly defaultedRecipient: boolean
  /** Why it would not go out now, though it is in order. */
  readonly wouldRefuse?: MessageError
  /** Whether the payload is that of the fallback template. */
  readonly fallbackUsed: boolean
}

/**
 * Checks a wish against everything we know before Meta is asked: the number, whether this caller may
 * message it, through which session. The same for every way in.
 * @throws WaypostError for the first thing that is wrong; nothing was kept
 */
export async function prepareSend(input: SendInput, needs: PrepareNeeds): Promise<Prepared> {
  const { caller, content, options } = input
  const country = options.defaultCountry ?? needs.settings.defaultCountry
  const { recipient, defaultedRecipient } = await resolveRecipient({ ...input, country }, needs)
  await checkPolicy(input, { recipient, isDefaultRecipient: defaultedRecipient }, needs)
  const session = resolveSession(caller, options.session, await needs.sessions())
  const named = await resolveMessageReferences({ content, replyTo: options.replyTo }, caller, needs)
  const isDry = options.dryRun === true || (modeOf(caller) === 'test' && !needs.settings.hasSimulator)
  const { category, fallback, refusal } = await validate(input, { session, isDry }, needs)
  const { clock, settings } = needs
  const now = clock.now()
  if (isDry) {
    // There is nothing to show: what a paired phone sends is no payload of the Graph API.
    if (session.channel === 'web') throw new WaypostError('RUNNER_NOT_CONFIGURED')
    if (refusal) throw refusal
    const facts = await needs.loadEligibility(session.id, recipient)
    const sendable = { content: named.content, category, ...(fallback && { fallback }) }
    const eligibility = checkEligibility(sendable, facts, { now, channel: session.channel })
    return buildDryRun({ recipient, session, named, defaultedRecipient }, eligibility)
  }
  const command = buildCommand(input, { recipient, session, named, category, fallback, now, settings })
  return { kind: 'command', command, defaultedRecipient, ...(refusal && { refusal }) }
}

/** What a plain user may send to whom; nobody else is asked about. */
async function checkPolicy(
  { caller, content, options }: SendInput,
  whom: { recipient: Recipient; isDefaultRecipient: boolean },
  { settings, notifyRules }: PrepareNeeds,
): Promise<void> {
  if (!isPolicyRestricted(caller)) return
  const templates = [content.type === 'template' ? content.template.templateName : undefined]
  if (options.fallbackTemplate) templates.push(options.fallbackTemplate.templateName)
  const rules = (await notifyRules?.()) ?? { others: settings.notifyPolicy, templates: {} }
  assertNotificationAllowed(caller, { ...whom, templates }, rules)
}

function buildDryRun(
  {
    recipient,
    session,
    named,
    defaultedRecipient,
  }: Pick<ValidatedSend, 'recipient' | 'session' | 'named'> & { defaultedRecipient: boolean },
  eligibility: Eligibility,
): DryRun {
  const fallback = eligibility.kind === 'fall-back' ? eligibility.fallback : undefined
  const content: MessageContent = fallback ? { type: 'template', template: fallback.template } : named.content
  return {
    kind: 'dry-run',
    recipient,
    session: session.id,
    payload: composePayload({ to: recipient, ...named, content }),
    defaultedRecipient,
    fallbackUsed: fallback !== undefined,
    ...(eligibility.kind === 'refuse' && { wouldRefuse: eligibility.error }),
  }
}

/** What is sent, and in its place if need be: of what categories, and why a template cannot be. */
async function validate(
  input: SendInput,
  where: { session: Session; isDry: boolean },
  needs: PrepareNeeds,
): Promise<{ category: Category; fallback?: Fallback; refusal: WaypostError | undefined }> {
  const own = await checkTemplate(input, where, needs)
  const { fallbackTemplate: template } = input.options
  if (!template) return own
  const { category, refusal } = await checkTemplate(
    { ...input, content: { type: 'template', template } },
    where,
    needs,
  )
  return { category: own.category, fallback: { template, category }, refusal: own.refusal ?? refusal }
}

/** The category of what is sent, and why its template cannot be, by our copy of it. */
async function checkTemplate(
  { caller, content, options, wait, outbox }: SendInput,
  { session, isDry }: { session: Session; isDry: boolean },
  { templates, settings, clock }: PrepareNeeds,
): Promise<{ category: Category; refusal: WaypostError | undefined }> {
  if (content.type !== 'template' || !templates)
    return { category: categoryOf(content, undefined), refusal: undefined }
  const later = options.sendAt !== undefined && new Date(options.sendAt) > clock.now()
  const { category, refusal } = await templates({
    session,
    mode: isDry && !settings.hasSimulator ? 'live' : modeOf(caller),
    content: content.template,
    canWait: later || !wait || outbox !== undefined,
  })
  return {
    category: categoryOf(content, category),
    refusal: refusal && new WaypostError(refusal.code, refusal),
  }
}

interface ValidatedSend {
  readonly recipient: Recipient
  readonly session: Session
  readonly named: ResolvedContent
  readonly category: Category
  readonly fallback: Fallback | undefined
  readonly now: Date
  readonly settings: SendSettings
}

function buildCommand(
  { caller, content, options, wait, idempotencyKey, outbox }: SendInput,
  { recipient, session, named, category, fallback, now, settings }: ValidatedSend,
): SendCommand {
  const sendAt = options.sendAt === undefined ? undefined : new Date(options.sendAt)
  const quietHours = category === 'authentication' ? undefined : (options.quietHours ?? settings.quietHours)
  const fingerprint = requestFingerprint(recipient, content, sendOptionsOf(options))
  return {
    owner: ownerOf(caller),
    mode: modeOf(caller),
    session,
    to: recipient,
    ...named,
    category,
    ...(fallback && { fallback }),
    metadata: options.metadata ?? {},
    ifUnknown: options.ifUnknown ?? defaultIfUnknown(category),
    cancelOn: options.cancelOn ?? [],
    notAfter:
      options.notAfter === undefined
        ? after(sendAt ?? now, defaultValiditySeconds(category))
        : new Date(options.notAfter),
    ...(sendAt && { sendAt }),
    ...(quietHours && { quietHours }),
    ...(outbox && { outbox }),
    wait,
    ...(idempotencyKey !== undefined && { idempotency: { key: idempotencyKey, fingerprint } }),
  }
}

/** What of a request is an option: its recipient and content may be written in more than one way. */
const sendOptionsOf = ({
  session,
  sendAt,
  notAfter,
  ifUnknown,
  cancelOn,
  quietHours,
  metadata,
  replyTo,
  fallbackTemplate,
}: SendOptions) => ({
  session,
  sendAt,
  notAfter,
  ifUnknown,
  cancelOn,
  quietHours,
  metadata,
  replyTo,
  fallbackTemplate,
})
