import type { ErrorCode } from '@waypost/contract'
import type { TemplateCopy } from './template-copy.ts'
import type { TemplateRefusal } from './template-fault.ts'

interface Reason {
  readonly code: ErrorCode
  /** Follows the template's name. */
  readonly is: string
  readonly advice: string
}

const notYet = (is: string, advice: string): Reason => ({ code: 'TEMPLATE_NOT_FOUND', is, advice })

const inReview = 'Send it once it is approved, or send another template.'
const another = 'Send another template.'

/**
 * Statuses in which Meta sends nothing, with the code it would refuse with. A status that is not here is not ours
 * to judge.
 * https://developers.facebook.com/docs/whatsapp/message-templates/guidelines#template-statuses
 */
const reasons: Readonly<Record<string, Reason>> = {
  PAUSED: {
    code: 'TEMPLATE_PAUSED',
    is: 'was paused by Meta because people did not welcome it',
    advice:
      'Send another template. A pause for quality ends by itself after 3 or 6 hours, one for pacing in the WhatsApp Manager.',
  },
  DISABLED: {
    code: 'TEMPLATE_DISABLED',
    is: 'was disabled by Meta for good',
    advice: 'Create a new template with better content and send that.',
  },
  REJECTED: notYet('was rejected by Meta', 'Change it in the WhatsApp Manager and submit it again.'),
  PENDING: notYet('is still in review at Meta', inReview),
  IN_APPEAL: notYet('was rejected by Meta and is being appealed', inReview),
  LIMIT_EXCEEDED: notYet(
    'is over the number of templates that the account may have',
    'Delete templates that nobody uses.',
  ),
  ARCHIVED: notYet('is archived', 'Restore it in the WhatsApp Manager, or send another template.'),
  PENDING_DELETION: notYet('is being deleted', another),
  DELETED: notYet('was deleted at Meta', another),
}

/** Why a template cannot be sent in its status; null when it can. */
export function statusRefusal(copy: TemplateCopy, canWait: boolean): TemplateRefusal | null {
  const { name, language, status, rejectedReason } = copy
  const reason = reasons[status]
  if (!reason || (canWait && status === 'PAUSED')) return null
  const why = status === 'REJECTED' && rejectedReason !== undefined ? ` (${rejectedReason})` : ''
  return {
    code: reason.code,
    message: `The template ${name} (${language}) ${reason.is}${why}. ${reason.advice}`,
    fields: [{ path: '/templateName', message: `${reason.is}${why}` }],
  }
}
