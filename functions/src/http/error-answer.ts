import { docsPath, isWaypostError, WaypostError, type ErrorAnswer } from '@waypost/contract'

/** An error as it goes over the wire. */
export interface ErrorResponse {
  readonly status: number
  readonly body: ErrorAnswer
  readonly headers: Readonly<Record<string, string>>
}

/** The answer for anything thrown. What is not a refusal of ours is our fault, and its words stay with us. */
export function errorResponse(thrown: unknown, requestId: string, docsUrl: string): ErrorResponse {
  const error = isWaypostError(thrown) ? thrown : new WaypostError('INTERNAL', { cause: thrown })
  const { code, message, hint, retry, fields, id, meta, status, retryAfterSeconds } = error
  return {
    status,
    body: {
      code,
      error: code,
      message,
      hint,
      retry,
      docs: `${docsUrl}${docsPath(code)}`,
      requestId,
      ...(fields && { fields }),
      ...(id !== undefined && { id }),
      ...(meta && { meta }),
    },
    headers: {
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
    },
  }
}
