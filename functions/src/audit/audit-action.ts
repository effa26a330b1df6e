import type { RouteRequest } from '../http/route.ts'

/** Something an operator or an owner did that must be found again later: to keys, sessions, holds, consent. */
export interface AuditAction {
  /** A stable word, thing first: `key.created`, `session.resumed`, `consent.changed`. */
  readonly action: string
  /** What it was done to: an id. */
  readonly target: string
  readonly sessionId?: string
  /** Plain words and numbers that say what changed; never a secret or a whole phone number. */
  readonly details?: Readonly<Record<string, string | number | boolean>>
  /** `failed`: it came to nothing, also when the same request recorded it before. */
  readonly outcome?: 'done' | 'failed'
}

/** Who did it, and from where. */
export type AuditOrigin = Pick<RouteRequest, 'caller' | 'requestId' | 'ip'>

/** Records an action with its actor and address. Rejects when it could not be stored. */
export type RecordAuditAction = (act: AuditAction, request: AuditOrigin) => Promise<void>
