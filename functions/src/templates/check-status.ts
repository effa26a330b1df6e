import type { ErrorCode } from '@waypost/contract'
import type { Template } from './template.ts'
import type { TemplateError } from './template-mismatch.ts'

interface Reason {
  readonly code: ErrorCode
  /** Follows the template's name. */
  readonly problem: string
  readonly hint: string
}

const notSendable = (problem: string, hint: string): Reason => ({ code: 'TEMPLATE_NOT_FOUND', problem, hint })

const WAIT_FOR_REVIEW = 'Send it once it is approved, or send another template.'
const USE_ANOTHER = 'Send another template.'

/**
 * Statuses in which Meta sends nothing, with the code it would refuse with. A status that is not here is not ours
 * to judge.
 * https://developers.facebook.com/docs/whatsapp/message-templates/guidelines#template-statuses
 */
const unsendableStatuses: Readonly<Record<string, Reason>> = {
  PAUSED: {
    code: 'TEMPLATE_PAUSED',
    problem: 'was paused by Meta because people did not welcome it',
    hint: 'Send another template. A pause for quality ends by itself after 3 or 6 hours, one for pacing in the WhatsApp Manager.',
  },
  DISABLED: {
    code: 'TEMPLATE_DISABLED',
    problem: 'was disabled by Meta for good',
    hint: 'Create a new template with better content and send that.',
  },
  REJECTED: notSendable('was rejected by Meta', 'Change it in the WhatsApp Manager and submit it again.'),
  PENDING: notSendable('is still in review at Meta', WAIT_FOR_REVIEW),
  IN_APPEAL: notSendable('was rejected by Meta and is being appealed', WAIT_FOR_REVIEW),
  LIMIT_EXCEEDED: notSendable(
    'is over the number of templates that the account may have',
    'Delete templates that are not used.',
  ),
  ARCHIVED: notSendable('is archived', 'Restore it in the WhatsApp Manager, or send another template.'),
  PENDING_DELETION: notSendable('is being deleted', USE_ANOTHER),
  DELETED: notSendable('was deleted at Meta', USE_ANOTHER),
}

/** Why a template cannot be sent in its status; null when it can. */
export function statusError(copy: Template, canWait: boolean): TemplateError | null {
  const { name, language, status, rejectedReason } = copy
  const reason = unsendableStatuses[status]
  if (!reason || (canWait && status === 'PAUSED')) return null
  const why = status === 'REJECTED' && rejectedReason !== undefined ? ` (${rejectedReason})` : ''
  return {
    code: reason.code,
    message: `The template ${name} (${language}) ${reason.problem}${why}. ${reason.hint}`,
    fields: [{ path: '/templateName', message: `${reason.problem}${why}` }],
  }
}
