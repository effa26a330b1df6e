/**
 * A refusal of the Graph API, as thrown inside the simulator and as Meta's JSON on the wire.
 * Envelope: developers.facebook.com/docs/graph-api/guides/error-handling
 */
import { errorEntry } from './error-table.ts'

export interface Refusal {
  readonly code: number
  /** Meta's `error_data.details`: what is wrong with this request. */
  readonly details?: string
  readonly subcode?: number
  /** The whole `message`; default: `(#code) title`. */
  readonly message?: string
  readonly type?: string
  readonly httpStatus?: number
  readonly transient?: boolean
  /** Sent as `Retry-After`. Not documented by Meta; seen in the wild, so senders should honour it. */
  readonly retryAfterSeconds?: number
  /** Minutes, sent as `estimated_time_to_regain_access` in `x-business-use-case-usage`. */
  readonly regainAccessMinutes?: number
}

export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message ?? `(#${refusal.code}) ${errorEntry(refusal.code).title}`)
    this.refusal = refusal
  }
}

/** A refusal ready to throw: `throw refuse(131008, "Parameter 'to' is required")`. */
export function refuse(code: number, details?: string): GraphError {
  return new GraphError(details === undefined ? { code } : { code, details })
}

/** The HTTP status Meta's older error table gives for a refusal. */
export function refusalStatus({ code, httpStatus }: Refusal): number {
  return httpStatus ?? errorEntry(code).httpStatus
}

/** The body of an error answer: `{ error: { message, type, code, …, fbtrace_id } }`. */
export function errorBody({ refusal, message }: GraphError, fbtraceId: string): { error: object } {
  const { code, details, subcode, transient, type } = refusal
  return {
    error: {
      message,
      type: type ?? errorEntry(code).type ?? 'OAuthException',
      code,
      ...(subcode !== undefined && { error_subcode: subcode }),
      ...(transient !== undefined && { is_transient: transient }),
      ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
      fbtrace_id: fbtraceId,
    },
  }
}

/** The same failure as it appears in a status webhook: title, message, details and a link, but no trace id. */
export function webhookError(code: number, details?: string): object {
  const { title } = errorEntry(code)
  return {
    code,
    title,
    message: title,
    error_data: { details: details ?? title },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  }
}
