/** The error catalogue: every machine word an answer or a message's `error` may carry. */
import { messageErrors } from './message-errors.ts'
import { requestErrors } from './request-errors.ts'
import { whatsappErrors } from './whatsapp-errors.ts'

export const errorCatalogue = { ...requestErrors, ...messageErrors, ...whatsappErrors } as const

export type ErrorCode = keyof typeof errorCatalogue

/** Whether `value` is a word of the catalogue. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorCatalogue, value)

/** Where a code is explained, relative to the documentation's root: `errors#template-not-found`. */
export const docsPath = (code: ErrorCode): string => `errors#${code.toLowerCase().replaceAll('_', '-')}`
