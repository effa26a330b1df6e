import type { TemplateContent } from '@waypost/contract'
import type { MessageContent } from '../graph/payload.ts'
import type { IfUnknown } from './message.ts'

/** Meta's category of a template, as far as it is known; free text has none. */
export type Category = 'authentication' | 'utility' | 'marketing' | 'unknown'

/** How long a message is worth sending, when the caller does not say: a late code is worse than none. */
const worthSeconds: Record<Category, number> = {
  authentication: 5 * 60,
  utility: 12 * 3600,
  marketing: 24 * 3600,
  unknown: 12 * 3600,
}

export const defaultWorthSeconds = (category: Category): number => worthSeconds[category]

/** Twice is worse than not at all, except for a notice that somebody waits for. */
export const defaultIfUnknown = (category: Category): IfUnknown =>
  category === 'utility' ? 'resend' : 'fail'

/** What the request itself gives away of the category: only authentication templates carry a one-time code. */
export const categoryOf = (content: MessageContent): Category =>
  content.type === 'template' && carriesCode(content.template) ? 'authentication' : 'unknown'

export const carriesCode = ({ oneTimeCode, buttonParameters = [] }: TemplateContent): boolean =>
  oneTimeCode !== undefined || buttonParameters.some(({ type }) => type === 'one_time_code')
