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
  override readonly name = 'WaypostError'
  /** The error code, such as `RECIPIENT_INVALID`. */
  readonly code: Code
  /** Whether the same request can succeed: `never`, `later`, or `after-fix` of a setting or permission. */
  readonly retry: ErrorAnswer['retry']
  /** What to do about it. */
  readonly hint: string | undefined
  /** The page that explains the code. */
  readonly docs: string | undefined
  /** Quote it when you report a problem. */
  readonly requestId: string | undefined
  /** The faulty fields of the request. */
  readonly fields: ErrorAnswer['fields']
  /** The record that the error is about: `msg_…` of a message that failed. */
  readonly id: string | undefined
  /** Meta's own error, for API keys and operators. */
  readonly meta: ErrorAnswer['meta']
  /** The HTTP status; 0 when no answer arrived. */
  readonly status: number
  /** How long the API asked to wait. */
  readonly retryAfterSeconds: number | undefined

  constructor(details: ErrorDetails, { status = 0, retryAfterSeconds, cause }: ErrorOrigin = {}) {
    super(details.message, cause === undefined ? undefined : { cause })
    this.code = details.code as Code
    this.retry = details.retry
    this.hint = details.hint
    this.docs = details.docs
    this.requestId = details.requestId
    this.fields = details.fields
    this.id = details.id
    this.meta = details.meta
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
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
  return codes.length === 0 || (codes as unknown[]).includes(error.code)
}
