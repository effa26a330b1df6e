import type { TemplateContent } from '@waypost/contract'
import type { MessageContent } from '../graph/payload.ts'

/** Meta's category of a template, as far as it is known; free text has none. */
export type Category = 'authentication' | 'utility' | 'marketing' | 'unknown'

/** Default validity period: a late one-time code is worse than none. */
const validitySeconds: Record<Category, number> = {
  authentication: 5 * 60,
  utility: 12 * 3600,
  marketing: 24 * 3600,
  unknown: 12 * 3600,
}

export const defaultValiditySeconds = (category: Category): number => validitySeconds[category]

const metaCategories: Readonly<Record<string, Category>> = {
  AUTHENTICATION: 'authentication',
  UTILITY: 'utility',
  MARKETING: 'marketing',
}

/**
 * The category of the template by our copy of Meta's list; without one it is derived from the request: only
 * authentication templates carry a one-time code.
 */
export function categoryOf(content: MessageContent, metaCategory: string | undefined): Category {
  if (content.type !== 'template') return 'unknown'
  const known = metaCategory === undefined ? undefined : metaCategories[metaCategory]
  return known ?? (carriesCode(content.template) ? 'authentication' : 'unknown')
}

export const carriesCode = ({ oneTimeCode, buttonParameters = [] }: TemplateContent): boolean =>
  oneTimeCode !== undefined || buttonParameters.some(({ type }) => type === 'one_time_code')
