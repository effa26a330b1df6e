import type { ErrorAnswer, ErrorCode } from './generated/api-types.ts'

/** Codes of errors that no answer of the API carries: it was not reached, or something else answered. */
export type ClientErrorCode = 'NETWORK' | 'TIMEOUT' | 'SIGN_IN' | `HTTP_${number}`

/** What an error says: the body of an error answer, where there was one. */
export type ErrorDetails = Partial<Omit<ErrorAnswer, 'code' | 'error'>> &
  Pick<ErrorAnswer, 'message' | 'retry'> & { code: string }

/** Where an error comes from. */
export interface ErrorOrigin {
  /** The HTTP status; 0 without an answer. */
  status?: number
  /** From the `Retry-After` header. */
  retryAfterSeconds?: number | undefined
  cause?: unknown
}

/** Why a request failed. Decide by `code` and `retry`; show `message` and `hint` to people. */
export class WaypostError<Code extends string = ErrorCode | ClientErrorCode> extends Error {
  declare readonly name: 'WaypostError'
  /** The error code, such as `RECIPIENT_INVALID`. */
  declare readonly code: Code
  /** Whether the same request can succeed: `never`, `later`, or `after-fix` of a setting or permission. */
  declare readonly retry: ErrorAnswer['retry']
  /** What to do about it. */
  declare readonly hint: string | undefined
  /** The page that explains the code. */
  declare readonly docs: string | undefined
  /** Quote it when you report a problem. */
  declare readonly requestId: string | undefined
  /** The faulty fields of the request. */
  declare readonly fields: ErrorAnswer['fields']
  /** The record that the error is about: `msg_…` of a message that failed. */
  declare readonly id: string | undefined
  /** Meta's own error, for API keys and operators. */
  declare readonly meta: ErrorAnswer['meta']
  /** The HTTP status; 0 when no answer arrived. */
  declare readonly status: number
  /** How long the API asked to wait. */
  declare readonly retryAfterSeconds: number | undefined

  constructor(details: ErrorDetails, { cause, ...origin }: ErrorOrigin = {}) {
    const { message, ...rest } = details
    super(message, cause === undefined ? undefined : { cause })
    // One statement instead of a line for each field: this class is in the bundle of every app.
    Object.assign(this, rest, { status: 0, ...origin, name: 'WaypostError' })
  }
}

/**
 * Whether `error` is an error of Waypost, and has one of `codes` if any are given.
 * True also for an error of another copy of this package.
 */
export function isWaypostError<Code extends ErrorCode | ClientErrorCode = ErrorCode | ClientErrorCode>(
  error: unknown,
  ...codes: Code[]
): error is WaypostError<Code> {
  if (!(error instanceof Error) || error.name !== 'WaypostError' || !('code' in error)) return false
  return codes.length === 0 || codes.includes(error.code as Code)
}
