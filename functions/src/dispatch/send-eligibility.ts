import type { MessageContent } from '../graph/payload.ts'
import type { Session } from '../sessions/session.ts'
import type { SendEligibilityFacts } from '../messages/send-eligibility-facts.ts'
import type { Fallback, MessageError } from '../messages/message.ts'
import type { FallbackContent } from '../messages/message-store.ts'
import type { Category } from '../messages/message-category.ts'

/** A message about to be sent. */
export interface Sendable {
  readonly content: MessageContent
  readonly category?: Category
  readonly fallback?: Fallback
}

/** Whether it may go out now: as it is, as its fallback template, or not at all. */
export type Eligibility =
  | { readonly kind: 'send' }
  | { readonly kind: 'fall-back'; readonly fallback: Fallback; readonly note: string }
  | { readonly kind: 'refuse'; readonly sending: 'suppressed' | 'failed'; readonly error: MessageError }

export interface SendContext {
  readonly now: Date
  readonly channel: Session['channel']
}

/**
 * Decides by consent and service window, before the request to Meta.
 *
 * - After an opt-out of everything a contact gets nothing, one-time codes included. When the contact writes again,
 *   free-form answers pass while the window is open.
 * - After an opt-out of marketing only templates pass that are known to be utility or authentication: prefer a lost
 *   notice over unwanted marketing.
 * - With an unknown window the send is tried: Meta decides. A paired phone (`web`) has none.
 */
export function checkEligibility(
  message: Sendable,
  facts: SendEligibilityFacts | null,
  { now, channel }: SendContext,
): Eligibility {
  if (!facts) return { kind: 'send' }
  const closed = channel === 'cloud' && message.content.type !== 'template' && isClosed(facts, now)
  const fallback = closed ? message.fallback : undefined
  const isTemplate = message.content.type === 'template' || fallback !== undefined
  const optedOut = isTemplate
    ? templateOptOut((fallback ?? message).category, facts)
    : freeFormOptOut(facts, now)
  if (optedOut) return { kind: 'refuse', sending: 'suppressed', error: optedOut }
  if (fallback) return { kind: 'fall-back', fallback, note: fallbackNote(fallback) }
  return closed ? { kind: 'refuse', sending: 'failed', error: windowClosedError(facts) } : { kind: 'send' }
}

/** What the message says once its fallback takes its place. */
export const asFallback = ({ template, category }: Fallback, replaced: MessageContent): FallbackContent => ({
  content: { type: 'template', template },
  category,
  replaced,
})

/** Whether the window is known to be closed. */
const isClosed = ({ windowOpenUntil }: SendEligibilityFacts, now: Date): boolean =>
  windowOpenUntil !== undefined && windowOpenUntil <= now

/** Exempt from an opt-out of marketing. */
const nonMarketingCategories: readonly (Category | undefined)[] = ['utility', 'authentication']

function templateOptOut(
  category: Category | undefined,
  { optOutAt, marketingOptOutAt }: SendEligibilityFacts,
): MessageError | undefined {
  if (optOutAt) return optedOutError(optOutAt, 'messages')
  if (marketingOptOutAt && !nonMarketingCategories.includes(category))
    return optedOutError(marketingOptOutAt, 'advertising')
  return undefined
}

function freeFormOptOut(facts: SendEligibilityFacts, now: Date): MessageError | undefined {
  const { optOutAt, lastInboundAt } = facts
  if (!optOutAt) return undefined
  const wroteSince = lastInboundAt !== undefined && lastInboundAt > optOutAt && !isClosed(facts, now)
  return wroteSince ? undefined : optedOutError(optOutAt, 'messages')
}

const optedOutError = (since: Date, what: 'messages' | 'advertising'): MessageError => ({
  code: 'RECIPIENT_OPTED_OUT',
  message: `The contact opted out of ${what} on ${dayOf(since)}. Do not send again until it opts in.`,
})

const windowClosedError = ({ lastInboundAt }: SendEligibilityFacts): MessageError => ({
  code: 'WINDOW_CLOSED',
  message: `The service window is closed: ${
    lastInboundAt ? `the contact wrote last on ${dayOf(lastInboundAt)}` : 'Meta said so when it was tried'
  }. Send an approved template, or name one in fallbackTemplate.`,
})

const fallbackNote = ({ template }: Fallback): string =>
  `The service window is closed: the template ${template.templateName} (${template.languageCode}) is sent instead.`

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)
