import type { TemplateContent } from '@waypost/contract'
import { parameterFaults } from './check-parameters.ts'
import { statusError } from './check-status.ts'
import type { Template } from './template.ts'
import { templateError, type TemplateError } from './template-mismatch.ts'

/**
 * Why Meta would refuse this send of this template, as far as our copy tells; null when nothing speaks against it.
 * @param canWait whether a pause may end before it is sent: then it is no reason
 */
export const checkTemplate = (
  copy: Template,
  content: TemplateContent,
  canWait = false,
): TemplateError | null => statusError(copy, canWait) ?? templateError(parameterFaults(copy, content))
