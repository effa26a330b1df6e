import type { ErrorDefinition } from './error-definition.ts'

/** What is wrong with our side at Meta (token, number, account), and Meta's limits and failures. */
export const whatsappErrors = {
  WHATSAPP_TOKEN_EXPIRED: {
    status: 500,
    retry: 'after-fix',
    title: "Meta does not accept this installation's access token any more.",
    hint: 'Your own login is fine. An operator has to store a new system user token in WHATSAPP_ACCESS_TOKEN and resume the session; waiting messages then go out.',
  },
  WHATSAPP_PERMISSION_MISSING: {
    status: 500,
    retry: 'after-fix',
    title: 'The access token lacks a permission at Meta.',
    hint: 'Grant the system user whatsapp_business_messaging and whatsapp_business_management and access to the WhatsApp Business Account, then make a new token.',
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
    title: 'The sending number may not send this yet.',
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
    title: 'Marketing templates are switched off for this account on the Cloud API.',
    hint: 'Enable them for the WhatsApp Business Account, or send a utility template.',
  },
  ACCOUNT_RESTRICTED: {
    status: 502,
    retry: 'after-fix',
    title: 'Meta restricted or locked the WhatsApp account.',
    hint: 'See Business Support Home at Meta. Messages wait until an operator resumes the session.',
  },
  BILLING_REQUIRED: {
    status: 502,
    retry: 'after-fix',
    title: 'Meta wants the billing of the account put in order.',
    hint: 'Check the payment method, credit line, currency and time zone of the WhatsApp Business Account, then resume the session.',
  },
  SPAM_RESTRICTED: {
    status: 502,
    retry: 'after-fix',
    title: 'Meta restricts the sending number because people reported it or did not want its messages.',
    hint: 'Stop campaigns, look at the quality rating in the WhatsApp Manager, and resume the session when it has recovered.',
  },
  MESSAGING_LIMIT_REACHED: {
    status: 502,
    retry: 'after-fix',
    title: "Meta limits the account's messages because templates were put into wrong categories.",
    hint: 'Correct the categories in the WhatsApp Manager. The limit lifts by itself; then resume the session.',
  },
  PAIR_RATE_LIMITED: {
    status: 429,
    retry: 'later',
    title: 'Too many messages to the same recipient in a short time.',
    hint: 'Wait; one message in 6 seconds to the same person is the steady rate. Other recipients are not affected.',
  },
  THROUGHPUT_REACHED: {
    status: 429,
    retry: 'later',
    title: 'The sending number sends as fast as Meta allows.',
    hint: 'Wait some seconds; queued messages are paced by themselves.',
  },
  GRAPH_RATE_LIMITED: {
    status: 429,
    retry: 'later',
    title: 'Too many calls to Meta from this app or account.',
    hint: 'Wait for some minutes, and read templates and settings less often.',
  },
  UPSTREAM_FAILED: {
    status: 502,
    retry: 'later',
    title: 'Meta could not be reached, or failed on its side.',
    hint: 'Try again after a while with the same Idempotency-Key; see metastatus.com.',
  },
  GRAPH_OPERATION_REFUSED: {
    status: 502,
    retry: 'never',
    title: 'Meta refused an operation that is not the sending of a message.',
    hint: 'Read `meta.details`: it names what Meta wants for this group, call, flow, block list or user name.',
  },
  GRAPH_UNKNOWN: {
    status: 502,
    retry: 'never',
    title: 'Meta refused with an error that is not in our table.',
    hint: 'Operators see the words of Meta in `meta`. Report the code, so that it gets its own answer.',
  },
} as const satisfies Record<string, ErrorDefinition>
