import type { MessageContent } from '../graph/payload.ts'
import type { Session } from '../sessions/session.ts'
import type { ContactStanding } from './contact-standing.ts'
import type { Fallback, MessageError } from './message.ts'
import type { SwitchedContent } from './message-store.ts'
import type { Category } from './send-defaults.ts'

/** A message about to be sent. */
export interface Sendable {
  readonly content: MessageContent
  readonly category?: Category
  readonly fallback?: Fallback
}

/** Whether it may go out now: as it is, as its fallback template, or not at all. */
export type Verdict =
  | { readonly kind: 'send' }
  | { readonly kind: 'fall-back'; readonly fallback: Fallback; readonly note: string }
  | { readonly kind: 'refuse'; readonly sending: 'suppressed' | 'failed'; readonly error: MessageError }

export interface SendMoment {
  readonly now: Date
  readonly channel: Session['channel']
}

/**
 * Decides by what the contact wishes and by its service window, before Meta is asked.
 *
 * - Whoever opted out of everything gets nothing, one-time codes included; but whoever writes again after that gets
 *   the free-form answer, while the window is open.
 * - Whoever opted out of advertising gets no template but those that we know to be utility or authentication: better
 *   one notice too few than advertising against a wish.
 * - A window of which nothing is known is tried: Meta decides. A paired phone (`web`) has none.
 */
export function mayStillSend(
  message: Sendable,
  standing: ContactStanding | null,
  { now, channel }: SendMoment,
): Verdict {
  if (!standing) return { kind: 'send' }
  const closed = channel === 'cloud' && message.content.type !== 'template' && isClosed(standing, now)
  const fallback = closed ? message.fallback : undefined
  const isTemplate = message.content.type === 'template' || fallback !== undefined
  const optedOut = isTemplate
    ? templateUnwanted((fallback ?? message).category, standing)
    : freeFormUnwanted(standing, now)
  if (optedOut) return { kind: 'refuse', sending: 'suppressed', error: optedOut }
  if (fallback) return { kind: 'fall-back', fallback, note: fallbackNote(fallback) }
  return closed ? { kind: 'refuse', sending: 'failed', error: windowClosed(standing) } : { kind: 'send' }
}

/** What the message says once its fallback takes its place. */
export const switchedTo = ({ template, category }: Fallback, replaced: MessageContent): SwitchedContent => ({
  content: { type: 'template', template },
  category,
  replaced,
})

/** Whether the window is known to be closed. */
const isClosed = ({ windowOpenUntil }: ContactStanding, now: Date): boolean =>
  windowOpenUntil !== undefined && windowOpenUntil <= now

/** Exempt from the wish to get no advertising. */
const noAdvertising: readonly (Category | undefined)[] = ['utility', 'authentication']

function templateUnwanted(
  category: Category | undefined,
  { nothingSince, noMarketingSince }: ContactStanding,
): MessageError | undefined {
  if (nothingSince) return optedOut(nothingSince, 'messages')
  if (noMarketingSince && !noAdvertising.includes(category)) return optedOut(noMarketingSince, 'advertising')
  return undefined
}

function freeFormUnwanted(standing: ContactStanding, now: Date): MessageError | undefined {
  const { nothingSince, lastInboundAt } = standing
  if (!nothingSince) return undefined
  const wroteSince = lastInboundAt !== undefined && lastInboundAt > nothingSince && !isClosed(standing, now)
  return wroteSince ? undefined : optedOut(nothingSince, 'messages')
}

const optedOut = (since: Date, what: 'messages' | 'advertising'): MessageError => ({
  code: 'RECIPIENT_OPTED_OUT',
  message: `The contact opted out of ${what} on ${dayOf(since)}. Do not send again until it opts in.`,
})

const windowClosed = ({ lastInboundAt }: ContactStanding): MessageError => ({
  code: 'WINDOW_CLOSED',
  message: `The service window is closed: ${
    lastInboundAt ? `the contact wrote last on ${dayOf(lastInboundAt)}` : 'Meta said so when it was tried'
  }. Send an approved template, or name one in fallbackTemplate.`,
})

const fallbackNote = ({ template }: Fallback): string =>
  `The service window is closed: the template ${template.templateName} (${template.languageCode}) is sent instead.`

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)
