import { errorCatalogue, type ErrorCode } from './errors.ts'
import type { Retry } from './error-definition.ts'

/** A fault of one field: a JSON pointer into the request body (or a parameter's name) and a sentence. */
export interface FieldError {
  path: string
  message: string
}

/** Meta's own error. Shown to API keys and operators. */
export interface MetaErrorDetails {
  code?: number | undefined
  subcode?: number | undefined
  title?: string | undefined
  message?: string | undefined
  details?: string | undefined
  fbtraceId?: string | undefined
}

/** What a refusal says beyond its code. */
export interface WaypostErrorOptions {
  /** What is wrong, as a sentence; by default the catalogue's title. */
  message?: string | undefined
  /** What to do about it; by default the catalogue's hint. */
  hint?: string | undefined
  fields?: FieldError[] | undefined
  /** The record this is about (`msg_…`), when one exists. */
  id?: string | undefined
  meta?: MetaErrorDetails | undefined
  /** Becomes the `Retry-After` header. */
  retryAfterSeconds?: number | undefined
  cause?: unknown
}

/**
 * A refusal for the caller. Plain code throws it; the HTTP layer turns it into an answer.
 * Status and `retry` come from the catalogue, so one code always has the same answer.
 */
export class WaypostError extends Error {
  override readonly name = 'WaypostError'
  readonly code: ErrorCode
  readonly status: number
  readonly retry: Retry
  readonly hint: string
  readonly fields: FieldError[] | undefined
  readonly id: string | undefined
  readonly meta: MetaErrorDetails | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, options: WaypostErrorOptions = {}) {
    const { status, retry, title, hint } = errorCatalogue[code]
    super(options.message ?? title, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = status
    this.retry = retry
    this.hint = options.hint ?? hint
    this.fields = options.fields
    this.id = options.id
    this.meta = options.meta
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** True for a WaypostError, also for one created by another copy of this module. */
export const isWaypostError = (error: unknown): error is WaypostError =>
  error instanceof Error && error.name === 'WaypostError' && 'code' in error
