import type { MetaErrorFamily } from './meta-error-rule.ts'

/** The rules that several codes of Meta share. A code's row adds its meaning. */

export const tokenDead = {
  code: 'WHATSAPP_TOKEN_EXPIRED',
  class: 'auth',
  action: 'hold-session',
  hint: 'Store a new system user token, then resume the session.',
} as const satisfies MetaErrorFamily

export const permissionMissing = {
  code: 'WHATSAPP_PERMISSION_MISSING',
  class: 'perm',
  action: 'hold-session',
  hint: 'Give the system user access to the WhatsApp Business Account and both whatsapp permissions.',
} as const satisfies MetaErrorFamily

export const numberUnknown = {
  code: 'WHATSAPP_NUMBER_UNKNOWN',
  class: 'config',
  action: 'hold-session',
  hint: "Check the session's phone number id, and that the token has access to its account.",
} as const satisfies MetaErrorFamily

export const accountRestricted = {
  code: 'ACCOUNT_RESTRICTED',
  class: 'policy',
  action: 'hold-session',
  hint: 'See Business Support Home; resume only after Meta lifted the restriction.',
} as const satisfies MetaErrorFamily

export const billing = {
  code: 'BILLING_REQUIRED',
  class: 'bill',
  action: 'hold-session',
  hint: "Put the account's payment method, credit line, currency and time zone in order.",
} as const satisfies MetaErrorFamily

export const notRegistered = {
  code: 'WHATSAPP_NUMBER_NOT_REGISTERED',
  class: 'reg',
  action: 'hold-session',
  hint: 'Verify and register the number, then resume the session.',
} as const satisfies MetaErrorFamily

/** Answers to register, deregister, PIN and migration calls: they say nothing about a message. */
export const registrationRefused = {
  code: 'WHATSAPP_NUMBER_NOT_REGISTERED',
  class: 'reg',
  action: 'fail',
  hint: "Do what Meta's details say, then register the number again.",
} as const satisfies MetaErrorFamily

export const notApproved = {
  code: 'WHATSAPP_NUMBER_NOT_APPROVED',
  class: 'config',
  action: 'hold-session',
  hint: 'Have the display name approved in the WhatsApp Manager.',
} as const satisfies MetaErrorFamily

export const invalidMessage = {
  code: 'MESSAGE_INVALID',
  class: 'bad',
  action: 'fail',
  hint: "A fault in the request: Meta's details name the parameter.",
} as const satisfies MetaErrorFamily

export const parametersMismatch = {
  code: 'TEMPLATE_PARAMETERS_MISMATCH',
  class: 'tmpl',
  action: 'fail',
  hint: 'Compare the parameters with the template: number, kind, names, no line breaks.',
} as const satisfies MetaErrorFamily

export const definitionInvalid = {
  code: 'TEMPLATE_DEFINITION_INVALID',
  class: 'tmpl',
  action: 'fail',
  hint: "Change the template's definition as Meta's details say.",
} as const satisfies MetaErrorFamily

export const marketingNotDelivered = {
  code: 'MARKETING_NOT_DELIVERED',
  class: 'rcpt',
  action: 'fail',
  hint: 'Do not send again for at least 24 hours; use another channel.',
} as const satisfies MetaErrorFamily

export const callLimit = {
  code: 'GRAPH_RATE_LIMITED',
  class: 'limit',
  action: 'retry',
  backoff: 'call-limit',
  hint: 'Slow down all calls of the app or account.',
} as const satisfies MetaErrorFamily

export const transient = {
  code: 'UPSTREAM_FAILED',
  class: 'trans',
  action: 'retry',
  backoff: 'transient',
  hint: 'Nothing to do unless it lasts; see metastatus.com.',
} as const satisfies MetaErrorFamily

/** Answers of parts of the Graph API that send no messages. */
export const operationRefused = {
  code: 'GRAPH_OPERATION_REFUSED',
  class: 'bad',
  action: 'fail',
  hint: "Do what Meta's details say.",
} as const satisfies MetaErrorFamily
