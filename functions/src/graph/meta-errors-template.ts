import { definitionInvalid, invalidMessage, parametersMismatch } from './meta-error-families.ts'
import type { MetaErrorRule } from './meta-error-rule.ts'

const flow = { code: 'TEMPLATE_UNAVAILABLE', class: 'tmpl' } as const
const marketingOnly = {
  ...invalidMessage,
  code: 'TEMPLATE_CATEGORY_UNSUPPORTED',
  meaning: 'The Marketing Messages API sends marketing templates only.',
  hint: 'Send this template through the Cloud API.',
} as const

/** Codes about a template: the parameters sent with it, its state at Meta, its definition. */
export const templateErrors: Record<number, MetaErrorRule> = {
  131055: { ...marketingOnly },
  132000: {
    ...parametersMismatch,
    meaning: "The number of parameters differs from the template's placeholders.",
  },
  132001: {
    code: 'TEMPLATE_NOT_FOUND',
    class: 'tmpl',
    action: 'fail',
    meaning: 'The template does not exist in this language, or is not approved.',
    hint: 'Check name, language and approval; a template approved just now may need some minutes.',
  },
  132005: {
    code: 'TEMPLATE_TEXT_TOO_LONG',
    class: 'tmpl',
    action: 'fail',
    meaning: 'The text is too long with the parameters filled in.',
    hint: 'Shorten the parameters.',
  },
  132007: {
    code: 'TEMPLATE_POLICY_VIOLATION',
    class: 'tmpl',
    action: 'fail',
    meaning: "The template's content violates a WhatsApp policy.",
    hint: 'Change the template and submit it again.',
  },
  132008: { ...parametersMismatch, meaning: 'The value of a parameter is badly formatted.' },
  132012: {
    ...parametersMismatch,
    meaning: 'The format of a parameter differs from the template (kind, name, line break, media).',
  },
  132015: {
    code: 'TEMPLATE_PAUSED',
    class: 'tmpl',
    action: 'hold-template',
    meaning: 'The template is paused because of low quality, or was dropped by pacing.',
    hint: 'A quality pause ends after 3 or 6 hours; a pacing pause has to be ended by hand.',
  },
  132016: {
    code: 'TEMPLATE_DISABLED',
    class: 'tmpl',
    action: 'fail',
    meaning: 'The template was paused too often and is disabled for good.',
    hint: 'Create a new template.',
  },
  132018: { ...parametersMismatch, meaning: 'The parameters of the template did not pass validation.' },
  132068: {
    ...flow,
    action: 'hold-template',
    meaning: 'The flow of the template is blocked.',
    hint: 'Repair the flow in the WhatsApp Manager.',
  },
  132069: {
    ...flow,
    action: 'retry',
    backoff: 'flow-throttled',
    meaning: 'The flow of the template is throttled: ten messages in an hour.',
    hint: 'Repair the flow; until then ten an hour are sent.',
  },
  134100: { ...marketingOnly },
  134101: {
    ...flow,
    action: 'retry',
    backoff: 'template-sync',
    meaning: 'The template is still being synchronised, up to ten minutes.',
    hint: 'Wait.',
  },
  134102: {
    ...flow,
    action: 'hold-template',
    meaning: 'The template is not available for marketing messages.',
    hint: 'Look at the template in the WhatsApp Manager.',
  },
  2388019: { ...definitionInvalid, meaning: 'The account holds as many templates as it may (250 or 6,000).' },
  2388023: {
    ...definitionInvalid,
    meaning: 'A template with this name and language is still being deleted.',
  },
  2388024: { ...definitionInvalid, meaning: 'A template with this name and language exists.' },
  2388039: { ...definitionInvalid, meaning: "The template's status cannot be changed now." },
  2388040: { ...definitionInvalid, meaning: 'A field of the template is too long.' },
  2388047: { ...definitionInvalid, meaning: 'The header of the template is badly formatted.' },
  2388072: { ...definitionInvalid, meaning: 'The body of the template is badly formatted.' },
  2388073: { ...definitionInvalid, meaning: 'The footer of the template is badly formatted.' },
  2388293: { ...definitionInvalid, meaning: 'The template has too many placeholders for its length.' },
  2388299: { ...definitionInvalid, meaning: 'The template starts or ends with a placeholder.' },
}
