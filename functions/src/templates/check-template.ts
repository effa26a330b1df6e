import type { TemplateContent } from '@waypost/contract'
import { parameterFaults } from './check-parameters.ts'
import { statusRefusal } from './check-status.ts'
import type { TemplateCopy } from './template-copy.ts'
import { refusalOf, type TemplateRefusal } from './template-fault.ts'

/**
 * Why Meta would refuse this send of this template, as far as our copy tells; null when nothing speaks against it.
 * @param canWait whether a pause may end before it is sent: then it is no reason
 */
export const checkTemplate = (
  copy: TemplateCopy,
  content: TemplateContent,
  canWait = false,
): TemplateRefusal | null => statusRefusal(copy, canWait) ?? refusalOf(parameterFaults(copy, content))
