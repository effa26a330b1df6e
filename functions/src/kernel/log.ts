/** What happened, for operators: a stable event name and plain fields. Never a secret, a body or a whole phone number. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export type LogFields = Record<string, string | number | boolean | null | undefined>

/** The last four digits of a phone number, enough to recognise it in a log and too little to dial. */
export const lastFour = (phone: string | undefined): string =>
  phone === undefined ? '' : `…${phone.slice(-4)}`
