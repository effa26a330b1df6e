import type { ErrorDefinition } from './error-definition.ts'

/** Refusals of a request before any message exists: who calls, what they ask, how often. */
export const requestErrors = {
  INVALID_REQUEST: {
    status: 400,
    retry: 'never',
    title: 'The request is not valid.',
    help: 'Correct the fields listed in `fields`: each `path` points into the JSON body, or names a query parameter.',
  },
  UNAUTHORIZED: {
    status: 401,
    retry: 'after-fix',
    title: 'Credentials are missing or not valid.',
    help: 'Send `Authorization: Bearer …` with a Firebase ID token (call getIdToken() again: it lasts an hour) or with an API key.',
  },
  APP_CHECK_FAILED: {
    status: 401,
    retry: 'after-fix',
    title: 'The App Check token is missing or not valid.',
    help: 'Initialise Firebase App Check in the app and send its token in the `X-Firebase-AppCheck` header.',
  },
  FORBIDDEN: {
    status: 403,
    retry: 'after-fix',
    title: 'The caller is known, but not allowed to do this.',
    help: 'Use a key with the needed scope, or ask an administrator for the needed role.',
  },
  SESSION_FORBIDDEN: {
    status: 403,
    retry: 'after-fix',
    title: 'The session belongs to somebody else.',
    help: 'Use a session of your own, or ask its owner to add you.',
  },
  RECIPIENT_FORBIDDEN: {
    status: 403,
    retry: 'after-fix',
    title: 'The caller may not message this recipient.',
    help: 'Plain users may message their own verified phone number only. Sign in with that number, ask for the role `sender`, or widen NOTIFY_POLICY.',
  },
  NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'There is nothing at this address.',
    help: 'Check the path and the id. The list of routes is in openapi.json.',
  },
  MESSAGE_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'There is no such message, or it is not yours.',
    help: 'Check the id (`msg_…`). Messages are kept for 90 days and are visible to those who sent them.',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    retry: 'never',
    title: 'There is no such session.',
    help: 'Check the id (`ses_…`), or leave `session` out to use the default.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retry: 'never',
    title: 'This address does not know this HTTP method.',
    help: 'Use one of the methods in the `Allow` header.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    retry: 'never',
    title: 'The body is too large.',
    help: 'Send less than 256 kB, or 2 MB in a batch. Send media by `link` or upload it first.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retry: 'never',
    title: 'The body is not JSON.',
    help: 'Send JSON with the header `Content-Type: application/json`.',
  },
  SESSION_REQUIRED: {
    status: 400,
    retry: 'never',
    title: 'session is required',
    help: 'Name the sender in `session` (`ses_…`): the caller has none or several, and no default is set.',
  },
  RECIPIENT_REQUIRED: {
    status: 400,
    retry: 'never',
    title: 'A recipient is required.',
    help: 'Send `phoneNumber`. It may be left out only where WHATSAPP_DEFAULT_RECIPIENT is set.',
  },
  RECIPIENT_INVALID: {
    status: 400,
    retry: 'never',
    title: 'The phone number is not valid.',
    help: 'Write it in international form, such as +972546800360, or send `defaultCountry` (two letters) with a national number.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    retry: 'never',
    title: 'The Idempotency-Key header is not valid.',
    help: 'Send 1 to 255 printable ASCII characters, for instance a UUID.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retry: 'never',
    title: 'This idempotency key was used for another request.',
    help: 'Repeat the first request unchanged, or use a new key for a new request.',
  },
  REQUEST_IN_FLIGHT: {
    status: 409,
    retry: 'later',
    title: 'The first request with this idempotency key is still being worked on.',
    help: 'Repeat the same request with the same key after the time in `Retry-After`.',
  },
  WEBHOOK_SIGNATURE_INVALID: {
    status: 401,
    retry: 'after-fix',
    title: 'The signature of the webhook is missing or wrong.',
    help: 'Check that WHATSAPP_APP_SECRET is the secret of the Meta app that posts here, and that no proxy changes the body.',
  },
  WEBHOOK_VERIFICATION_FAILED: {
    status: 403,
    retry: 'after-fix',
    title: 'The verify token of the webhook is wrong.',
    help: "Type the value of WHATSAPP_VERIFY_TOKEN into the webhook settings of the Meta app's dashboard.",
  },
  CONFIGURATION_INVALID: {
    status: 500,
    retry: 'after-fix',
    title: 'This installation is not configured completely.',
    help: 'An operator has to set the value that the message names; see the configuration reference.',
  },
  INTERNAL: {
    status: 500,
    retry: 'later',
    title: 'Something went wrong on our side.',
    help: 'Try again with the same Idempotency-Key. If it stays, report the `requestId`.',
  },
  UNAVAILABLE: {
    status: 503,
    retry: 'later',
    title: 'The service is overloaded or a part of it is down.',
    help: 'Try again with the same Idempotency-Key after the time in `Retry-After`.',
  },
} as const satisfies Record<string, ErrorDefinition>
