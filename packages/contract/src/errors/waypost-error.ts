import { errorCatalogue, type ErrorCode } from './errors.ts'
import type { Retry } from './error-definition.ts'

/** A fault of one field: a JSON pointer into the request body (or a parameter's name) and a sentence. */
export interface FieldError {
  path: string
  message: string
}

/** What Meta said, in its own words. Shown to API keys, and to people who are operators. */
export interface MetaErrorDetails {
  code?: number | undefined
  subcode?: number | undefined
  title?: string | undefined
  message?: string | undefined
  details?: string | undefined
  fbtraceId?: string | undefined
}

export interface WaypostErrorOptions {
  /** A sentence for a person that says what to do; the catalogue's title when left out. */
  message?: string | undefined
  /** A second sentence with advice; the catalogue's hint when left out. */
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
 * A refusal that reaches the caller. Thrown by plain code, turned into an answer at the edge.
 * Its status and retry word come from the catalogue, so that one code always answers alike.
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

/** True for a WaypostError, also for one made by another copy of this module. */
export const isWaypostError = (error: unknown): error is WaypostError =>
  error instanceof Error && error.name === 'WaypostError' && 'code' in error
