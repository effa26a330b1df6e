import type { ErrorDefinition } from './error-definition.ts'

/** Why a message, its content or its recipient cannot be served; some are seen by us first, some by Meta. */
export const messageErrors = {
  MESSAGE_STATE_CONFLICT: {
    status: 409,
    retry: 'never',
    title: 'The message is not in a state that allows this.',
    help: 'Read the message: only a failed message can be sent again, and only a waiting one can be cancelled.',
  },
  MESSAGE_EXPIRED: {
    status: 409,
    retry: 'never',
    title: 'The message was not sent before its `notAfter`.',
    help: 'Send a new message with a later `notAfter` if it is still worth sending.',
  },
  OUTCOME_UNKNOWN: {
    status: 502,
    retry: 'never',
    title: 'The connection broke after the message had left: it may have been sent.',
    help: 'Ask the recipient before you send it again, or send with `ifUnknown: "resend"` when a second copy does no harm.',
  },
  ATTEMPTS_EXHAUSTED: {
    status: 502,
    retry: 'later',
    title: 'The message was tried as often as allowed, without success.',
    help: 'Look at the last error in the timeline, then retry the message when its cause is gone.',
  },
  WINDOW_CLOSED: {
    status: 409,
    retry: 'never',
    title: 'The service window is closed: more than 24 hours since the contact last wrote.',
    help: 'Send an approved template; free text works again after the contact writes.',
  },
  MESSAGE_INVALID: {
    status: 400,
    retry: 'never',
    title: 'Meta does not accept the content of the message.',
    help: 'Correct what `meta.details` names; `dryRun: true` shows the exact payload.',
  },
  MESSAGE_TYPE_UNSUPPORTED: {
    status: 400,
    retry: 'never',
    title: 'WhatsApp does not support this type of message here.',
    help: 'Send another type of message.',
  },
  MEDIA_FAILED: {
    status: 400,
    retry: 'never',
    title: 'Meta could not fetch or accept the media.',
    help: 'Check that the link is public, answers with the right Content-Type without a login page, and is within the size limits.',
  },
  TEMPLATE_NOT_FOUND: {
    status: 400,
    retry: 'never',
    title: 'There is no approved template with this name in this language.',
    help: 'Check the name and the exact language code: `en` and `en_US` are different. A template approved just now may need some minutes.',
  },
  TEMPLATE_PARAMETERS_MISMATCH: {
    status: 400,
    retry: 'never',
    title: 'The parameters do not fit the template.',
    help: 'Send one parameter for each placeholder, of the kind and with the name the template defines, without line breaks or tabs.',
  },
  TEMPLATE_TEXT_TOO_LONG: {
    status: 400,
    retry: 'never',
    title: 'The text is too long once the parameters are filled in.',
    help: 'Shorten the parameters: body 1,024 characters, header 60.',
  },
  TEMPLATE_CATEGORY_UNSUPPORTED: {
    status: 400,
    retry: 'never',
    title: 'A template of this category cannot be sent this way.',
    help: 'Send a template of the category that the message names.',
  },
  TEMPLATE_DEFINITION_INVALID: {
    status: 400,
    retry: 'never',
    title: 'Meta does not accept the definition of the template.',
    help: 'Correct what `meta.details` names in the WhatsApp Manager and submit the template again.',
  },
  TEMPLATE_POLICY_VIOLATION: {
    status: 502,
    retry: 'never',
    title: "The template's content violates a WhatsApp policy.",
    help: 'Change the template in the WhatsApp Manager and have it approved again.',
  },
  TEMPLATE_PAUSED: {
    status: 502,
    retry: 'after-fix',
    title: 'Meta paused the template because of low quality.',
    help: 'Use another template. A quality pause ends after 3 or 6 hours, a pacing pause has to be ended in the WhatsApp Manager.',
  },
  TEMPLATE_DISABLED: {
    status: 502,
    retry: 'never',
    title: 'Meta disabled the template.',
    help: 'Create a new template with better content and use that.',
  },
  TEMPLATE_UNAVAILABLE: {
    status: 503,
    retry: 'later',
    title: 'The template, or the flow in it, cannot be used right now.',
    help: 'Wait: a new template is ready within 10 minutes, a throttled flow within an hour. A blocked flow has to be repaired in the WhatsApp Manager.',
  },
  RECIPIENT_UNREACHABLE: {
    status: 502,
    retry: 'never',
    title: 'WhatsApp cannot deliver to this recipient.',
    help: 'The number may not use WhatsApp, an old app, or not have accepted the terms: WhatsApp does not tell which. Use another channel.',
  },
  RECIPIENT_OPTED_OUT: {
    status: 409,
    retry: 'never',
    title: 'The recipient does not want these messages.',
    help: 'Do not send again until the contact opts in.',
  },
  RECIPIENT_BLOCKED: {
    status: 409,
    retry: 'after-fix',
    title: 'Our business has blocked this recipient.',
    help: 'Unblock the contact in the WhatsApp Manager first.',
  },
  RECIPIENT_IS_SENDER: {
    status: 400,
    retry: 'never',
    title: 'The recipient is the number that sends.',
    help: 'Send to another number.',
  },
  RECIPIENT_IDENTITY_CHANGED: {
    status: 502,
    retry: 'after-fix',
    title: 'The identity of the recipient changed since it was last confirmed.',
    help: 'Confirm that the number still belongs to the same person, then send again.',
  },
  MARKETING_NOT_DELIVERED: {
    status: 502,
    retry: 'never',
    title: 'WhatsApp chose not to deliver this marketing message to this person.',
    help: 'Wait at least 24 hours before another marketing message, or use another channel: sending again soon gives the same answer.',
  },
  COUNTRY_FORBIDDEN: {
    status: 502,
    retry: 'never',
    title: 'The account may not message this country.',
    help: "See Meta's list of restricted countries and categories; use another channel.",
  },
} as const satisfies Record<string, ErrorDefinition>
