/** Canonical gRPC status codes by name (https://grpc.io/docs/guides/status-codes/), with the HTTP status REST answers. */
export const statuses = {
  CANCELLED: { code: 1, http: 499 },
  UNKNOWN: { code: 2, http: 500 },
  INVALID_ARGUMENT: { code: 3, http: 400 },
  DEADLINE_EXCEEDED: { code: 4, http: 504 },
  NOT_FOUND: { code: 5, http: 404 },
  ALREADY_EXISTS: { code: 6, http: 409 },
  PERMISSION_DENIED: { code: 7, http: 403 },
  RESOURCE_EXHAUSTED: { code: 8, http: 429 },
  FAILED_PRECONDITION: { code: 9, http: 400 },
  ABORTED: { code: 10, http: 409 },
  OUT_OF_RANGE: { code: 11, http: 400 },
  UNIMPLEMENTED: { code: 12, http: 501 },
  INTERNAL: { code: 13, http: 500 },
  UNAVAILABLE: { code: 14, http: 503 },
  DATA_LOSS: { code: 15, http: 500 },
  UNAUTHENTICATED: { code: 16, http: 401 },
} as const

export type StatusName = keyof typeof statuses

/** Thrown for every refusal a client may see; carries the canonical status of the answer. */
export class FirestoreError extends Error {
  override readonly name = 'FirestoreError'
  readonly status: StatusName

  constructor(status: StatusName, message: string) {
    super(message)
    this.status = status
  }

  /** The numeric gRPC code of the refusal. */
  get code(): number {
    return statuses[this.status].code
  }
}

/** An INVALID_ARGUMENT error: the request itself is wrong, so a retry cannot succeed. */
export const invalid = (message: string) => new FirestoreError('INVALID_ARGUMENT', message)

/** The status name of a numeric code, or of a name given as text; throws when there is none. */
export function statusName(given: string | number): StatusName {
  const found = (Object.keys(statuses) as StatusName[]).find(
    (name) => name === given || statuses[name].code === Number(given),
  )
  if (!found) throw invalid(`"${given}" is no gRPC status: give a name such as UNAVAILABLE or its number.`)
  return found
}
