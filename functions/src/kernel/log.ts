/**
 * Structured log for operators: a stable event name and plain fields. Never a secret, a body or a whole phone number.
 * An error passed as `error` is logged with its stack and its causes.
 */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields, error?: unknown): void
  error(event: string, fields?: LogFields, error?: unknown): void
}

export type LogFields = Record<string, string | number | boolean | null | undefined>

/** The last four digits of a phone number: enough to recognise it in a log, too few to dial. */
export const lastFour = (phone: string | undefined): string =>
  phone === undefined ? '' : `…${phone.slice(-4)}`
