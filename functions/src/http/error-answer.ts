import { docsPath, isWaypostError, WaypostError, type ErrorAnswer } from '@waypost/contract'

/** An error as it goes over the wire. */
export interface ErrorResponse {
  readonly status: number
  readonly body: ErrorAnswer
  readonly headers: Readonly<Record<string, string>>
}

/** The answer for anything thrown. An error that is not ours becomes `INTERNAL`, without its text. */
export function errorResponse(thrown: unknown, requestId: string, docsUrl: string): ErrorResponse {
  const error = isWaypostError(thrown) ? thrown : new WaypostError('INTERNAL', { cause: thrown })
  const { status, retryAfterSeconds } = error
  return {
    status,
    body: { ...errorBody(error, docsUrl), requestId },
    headers: {
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
    },
  }
}

/** The body of an error, alone or as a row of a batch. */
export const errorBody = (
  { code, message, hint, retry, fields, id, meta }: WaypostError,
  docsUrl: string,
) => ({
  code,
  error: code,
  message,
  hint,
  retry,
  docs: `${docsUrl}${docsPath(code)}`,
  ...(fields && { fields }),
  ...(id !== undefined && { id }),
  ...(meta && { meta }),
})
