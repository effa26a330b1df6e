/** The error catalogue: every code of an error answer or of a message's `error`. */
import { managementErrors } from './management-errors.ts'
import { mediaErrors } from './media-errors.ts'
import { messageErrors } from './message-errors.ts'
import { requestErrors } from './request-errors.ts'
import { webhookErrors } from './webhook-errors.ts'
import { whatsappErrors } from './whatsapp-errors.ts'

/** Every error code with its HTTP status, whether a retry can succeed, what happened and what to do. */
export const errorCatalogue = {
  ...requestErrors,
  ...managementErrors,
  ...messageErrors,
  ...mediaErrors,
  ...webhookErrors,
  ...whatsappErrors,
} as const

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue

/** The codes of a message's `error`, and of the refusal of a send that waited for Meta. */
export const messageErrorCodes = Object.keys({
  ...messageErrors,
  ...whatsappErrors,
}) as readonly ErrorCode[]

/** Whether `value` is a code of the catalogue. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorCatalogue, value)

/** Where a code is explained, relative to the documentation's root: `errors#template-not-found`. */
export const docsPath = (code: ErrorCode): string => `errors#${code.toLowerCase().replaceAll('_', '-')}`
