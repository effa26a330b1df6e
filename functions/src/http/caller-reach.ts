import { hasScope, isOperator, ownerOf, type Caller, type KeyLimits, type Scope } from './caller.ts'

/**
 * What a caller reaches. An API key may be bound to sessions and has a mode; its scopes, `admin` included, apply within
 * that. Every list, lookup, change and grant asks these functions.
 */

/** Operators, and live keys with the scope `admin` that are bound to no session. */
export const reachesInstallation = (caller: Caller): boolean =>
  isOperator(caller) && reachesMode(caller, 'live') && boundSessions(caller) === undefined

/** The sessions that a key is bound to; undefined: none. */
export const boundSessions = (caller: Caller): readonly string[] | undefined =>
  caller.kind === 'key' && caller.sessions !== 'all' ? caller.sessions : undefined

/** Whether a key's binding includes a session. Who owns the session is another question. */
export const reachesSession = (caller: Caller, sessionId: string): boolean =>
  boundSessions(caller)?.includes(sessionId) ?? true

/** Test keys reach what test keys created; what has no mode is live. Live callers reach both. */
export const reachesMode = (caller: Caller, mode: 'live' | 'test' | undefined): boolean =>
  caller.kind === 'user' || caller.mode === 'live' || mode === 'test'

/** What an API key grants. */
export interface Grant {
  readonly owner: string
  readonly mode: 'live' | 'test'
  readonly scopes: readonly Scope[]
  readonly sessions: 'all' | readonly string[]
  readonly limits?: KeyLimits | undefined
  readonly expiresAt?: Date | undefined
}

/**
 * What of a grant is beyond the caller's sessions and mode: an end of the sentence "Your key …". Undefined: nothing.
 * Also decides which keys a caller may see and revoke.
 */
export function findUnreachable(
  caller: Caller,
  { owner, mode, sessions }: Pick<Grant, 'owner' | 'mode' | 'sessions'>,
): string | undefined {
  if (!reachesMode(caller, mode)) return 'is a test key; create one of mode "test"'
  const bound = boundSessions(caller)
  if (!bound) return undefined
  if (sessions === 'all' || sessions.some((id) => !bound.includes(id)))
    return `is bound to ${bound.join(', ')}`
  return owner === ownerOf(caller) ? undefined : `is bound to sessions and belongs to ${ownerOf(caller)}`
}

/**
 * What of a grant the caller does not hold, as an end of the same sentence.
 * @param defaultRequests the limit of keys without one of their own; 0: none
 */
export function findExcess(caller: Caller, grant: Grant, defaultRequests: number): string | undefined {
  if (caller.kind === 'user') return undefined
  const unreachable = findUnreachable(caller, grant)
  if (unreachable !== undefined) return unreachable
  const scope = grant.scopes.find((one) => !hasScope(caller, one))
  if (scope !== undefined) return `lacks the scope "${scope}"`
  const [own, granted] = [
    requestsOf(caller.limits, defaultRequests),
    requestsOf(grant.limits, defaultRequests),
  ]
  if (granted > own) return `may make ${String(own)} requests in 15 minutes; set that limit or a lower one`
  const { expiresAt } = caller
  if (expiresAt && (!grant.expiresAt || grant.expiresAt > expiresAt))
    return `ends at ${expiresAt.toISOString()}; set an expiresAt that is not later`
  return undefined
}

const requestsOf = (limits: KeyLimits | undefined, defaultRequests: number): number =>
  limits?.requestsPer15Minutes ?? (defaultRequests > 0 ? defaultRequests : Infinity)
