import type { ErrorDefinition } from './error-definition.ts'

/** Problems of the token, number or account at Meta, and Meta's limits and failures. */
export const whatsappErrors = {
  WHATSAPP_TOKEN_EXPIRED: {
    status: 500,
    retry: 'after-fix',
    title: 'Meta no longer accepts the access token of this installation.',
    hint: 'Your own credentials are valid. An operator must store a new system user token in WHATSAPP_ACCESS_TOKEN and resume the session; held messages are then sent.',
  },
  WHATSAPP_PERMISSION_MISSING: {
    status: 500,
    retry: 'after-fix',
    title: 'The access token lacks a permission at Meta.',
    hint: 'Grant the system user whatsapp_business_messaging and whatsapp_business_management and access to the WhatsApp Business Account, then create a new token.',
  },
  WHATSAPP_NUMBER_UNKNOWN: {
    status: 500,
    retry: 'after-fix',
    title: 'Meta does not know the phone number id, or the token has no access to it.',
    hint: 'Check the phone number id of the session and that the token belongs to the same business.',
  },
  WHATSAPP_NUMBER_NOT_REGISTERED: {
    status: 500,
    retry: 'after-fix',
    title: 'The sending number is not registered on the Cloud API.',
    hint: 'Verify and register the number with its two-step PIN in the WhatsApp Manager.',
  },
  WHATSAPP_NUMBER_NOT_APPROVED: {
    status: 500,
    retry: 'after-fix',
    title: 'The sending number is not approved for this yet.',
    hint: 'Have the display name approved and the kind of message enabled in the WhatsApp Manager.',
  },
  RECIPIENT_NOT_ALLOWED: {
    status: 500,
    retry: 'after-fix',
    title: 'The sender is a test number and the recipient is not on its list.',
    hint: 'Add the recipient under API Setup in the Meta app dashboard (5 at most), or send from a real number.',
  },
  MARKETING_DISABLED: {
    status: 500,
    retry: 'after-fix',
    title: 'Marketing templates are disabled for this account on the Cloud API.',
    hint: 'Enable them for the WhatsApp Business Account, or send a utility template.',
  },
  ACCOUNT_RESTRICTED: {
    status: 502,
    retry: 'after-fix',
    title: 'Meta restricted or locked the WhatsApp account.',
    hint: 'See Business Support Home at Meta. Messages are held until an operator resumes the session.',
  },
  BILLING_REQUIRED: {
    status: 502,
    retry: 'after-fix',
    title: 'Meta requires a valid billing setup.',
    hint: 'Check the payment method, credit line, currency and time zone of the WhatsApp Business Account, then resume the session.',
  },
  SPAM_RESTRICTED: {
    status: 502,
    retry: 'after-fix',
    title: 'Meta restricts the sending number after reports or blocks by recipients.',
    hint: 'Stop campaigns, look at the quality rating in the WhatsApp Manager, and resume the session when it has recovered.',
  },
  MESSAGING_LIMIT_REACHED: {
    status: 502,
    retry: 'after-fix',
    title: 'Meta limits the account: its templates have wrong categories.',
    hint: 'Correct the categories in the WhatsApp Manager. When the limit ends, resume the session.',
  },
  PAIR_RATE_LIMITED: {
    status: 429,
    retry: 'later',
    title: 'Too many messages to the same recipient in a short time.',
    hint: 'Wait: the steady rate is one message in 6 seconds to the same recipient. Other recipients are not affected.',
  },
  THROUGHPUT_REACHED: {
    status: 429,
    retry: 'later',
    title: 'The sending number reached its throughput limit at Meta.',
    hint: 'Wait some seconds. Queued messages are throttled automatically.',
  },
  GRAPH_RATE_LIMITED: {
    status: 429,
    retry: 'later',
    title: 'Too many calls to Meta from this app or account.',
    hint: 'Wait some minutes, and read templates and settings less often.',
  },
  UPSTREAM_FAILED: {
    status: 502,
    retry: 'later',
    title: 'Meta could not be reached or failed.',
    hint: 'Try again later with the same Idempotency-Key; see metastatus.com.',
  },
  GRAPH_OPERATION_REFUSED: {
    status: 502,
    retry: 'never',
    title: 'Meta refused an operation other than sending.',
    hint: 'Read `meta.details`: it names the requirement for this group, call, flow, block list or username.',
  },
  GRAPH_UNKNOWN: {
    status: 502,
    retry: 'never',
    title: 'Meta refused with an unknown error.',
    hint: "Operators see Meta's error in `meta`. Report its code, so that it gets an entry here.",
  },
} as const satisfies Record<string, ErrorDefinition>
