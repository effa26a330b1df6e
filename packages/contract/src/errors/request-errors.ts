import type { ErrorDefinition } from './error-definition.ts'

/** Refusals of a request before any message exists: caller, input, rate. */
export const requestErrors = {
  INVALID_REQUEST: {
    status: 400,
    retry: 'never',
    title: 'The request is not valid.',
    hint: 'Correct the fields listed in `fields`: each `path` points into the JSON body, or names a query parameter.',
  },
  UNAUTHORIZED: {
    status: 401,
    retry: 'after-fix',
    title: 'Credentials are missing or not valid.',
    hint: 'Send `Authorization: Bearer …` with a Firebase ID token (call getIdToken() again: it lasts an hour) or with an API key.',
  },
  APP_CHECK_FAILED: {
    status: 401,
    retry: 'after-fix',
    title: 'The App Check token is missing or not valid.',
    hint: 'Initialise Firebase App Check in the app and send its token in the `X-Firebase-AppCheck` header.',
  },
  FORBIDDEN: {
    status: 403,
    retry: 'after-fix',
    title: 'The caller is not allowed to do this.',
    hint: 'Use a key with the needed scope, or ask an administrator for the needed role.',
  },
  SESSION_FORBIDDEN: {
    status: 403,
    retry: 'after-fix',
    title: 'The session belongs to another owner.',
    hint: 'Use a session of your own, or ask its owner to add you.',
  },
  RECIPIENT_FORBIDDEN: {
    status: 403,
    retry: 'after-fix',
    title: 'The caller may not message this recipient.',
    hint: 'Plain users may message their own verified phone number only. Sign in with that number, ask for the role `sender`, or widen NOTIFY_POLICY.',
  },
  NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'No route matches this address.',
    hint: 'Check the path and the id. The list of routes is in openapi.json.',
  },
  MESSAGE_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'Message not found.',
    hint: 'Check the id (`msg_…`). Messages are stored for 90 days and visible to their sender.',
  },
  CONVERSATION_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'Conversation not found.',
    hint: 'Check the id (`cnv_…`): GET /v1/conversations lists those of your sessions.',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'Session not found.',
    hint: 'Check the id (`ses_…`), or leave `session` out to use the default.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retry: 'never',
    title: 'Method not allowed.',
    hint: 'Use one of the methods in the `Allow` header.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    retry: 'never',
    title: 'The body is too large.',
    hint: 'Send less than 256 kB, or 2 MB in a batch. Send media by `link`, or upload it first: 32 MB at most.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retry: 'never',
    title: 'The body is not JSON.',
    hint: 'Send JSON with the header `Content-Type: application/json`.',
  },
  SESSION_REQUIRED: {
    status: 400,
    retry: 'never',
    title: 'session is required',
    hint: 'Name the sender in `session` (`ses_…`): the caller has none or several, and no default is set.',
  },
  RECIPIENT_REQUIRED: {
    status: 400,
    retry: 'never',
    title: 'A recipient is required.',
    hint: 'Send `to` (or `phoneNumber`). It is optional only when WHATSAPP_DEFAULT_RECIPIENT is set.',
  },
  RECIPIENT_INVALID: {
    status: 400,
    retry: 'never',
    title: 'The phone number is not valid.',
    hint: 'Use international format, such as +972546800360, or send `defaultCountry` (two letters) with a national number.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    retry: 'never',
    title: 'The Idempotency-Key header is not valid.',
    hint: 'Send 1 to 255 printable ASCII characters, for instance a UUID.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retry: 'never',
    title: 'This idempotency key was used for a different request.',
    hint: 'Repeat the first request unchanged, or use a new key for a new request.',
  },
  RATE_LIMITED: {
    status: 429,
    retry: 'later',
    title: 'Too many requests in a short time.',
    hint: 'Wait for the time in `Retry-After`. `RateLimit-Remaining` counts what is left; an operator can raise the limit.',
  },
  WEBHOOK_SIGNATURE_INVALID: {
    status: 401,
    retry: 'after-fix',
    title: 'The signature of the webhook is missing or wrong.',
    hint: 'Check that WHATSAPP_APP_SECRET is the secret of the Meta app that posts here, and that no proxy changes the body.',
  },
  WEBHOOK_VERIFICATION_FAILED: {
    status: 403,
    retry: 'after-fix',
    title: 'The verify token of the webhook is wrong.',
    hint: 'Enter the value of WHATSAPP_VERIFY_TOKEN in the webhook settings of the Meta app dashboard.',
  },
  CONFIGURATION_INVALID: {
    status: 500,
    retry: 'after-fix',
    title: 'The configuration of this installation is incomplete.',
    hint: 'An operator must set the value that the message names; see the configuration reference.',
  },
  INTERNAL: {
    status: 500,
    retry: 'later',
    title: 'Internal error.',
    hint: 'Try again with the same Idempotency-Key. If it persists, report the `requestId`.',
  },
  UNAVAILABLE: {
    status: 503,
    retry: 'later',
    title: 'The service is overloaded or partly down.',
    hint: 'Try again with the same Idempotency-Key after the time in `Retry-After`.',
  },
} as const satisfies Record<string, ErrorDefinition>
