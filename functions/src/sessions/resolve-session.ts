import { WaypostError } from '@waypost/contract'
import { ownerOf, isOperator, type Caller } from '../http/caller.ts'
import { reachesInstallation, reachesSession } from '../http/caller-reach.ts'
import type { Session } from './session.ts'

/**
 * The session a caller sends through: the one named, else the default one, else the only one that is theirs.
 * @throws WaypostError `SESSION_FORBIDDEN` for somebody else's, `SESSION_NOT_FOUND`, `SESSION_REQUIRED` when none is named and none is obvious
 */
export function resolveSession(
  caller: Caller,
  named: string | undefined,
  sessions: readonly Session[],
): Session {
  if (named !== undefined) return namedSession(caller, named, sessions)
  const usable = sessions.filter((session) => canUseSession(caller, session))
  const obvious = usable.find((session) => session.isDefault) ?? (usable.length === 1 ? usable[0] : undefined)
  if (!obvious) throw new WaypostError('SESSION_REQUIRED', { message: 'session is required' })
  return obvious
}

/**
 * The sessions a caller may use; only the one it names, when it names one.
 * @throws WaypostError `SESSION_FORBIDDEN`, `SESSION_NOT_FOUND` for the one named
 */
export const usableSessions = (
  caller: Caller,
  named: string | undefined,
  sessions: readonly Session[],
): Session[] =>
  named === undefined
    ? sessions.filter((session) => canUseSession(caller, session))
    : [namedSession(caller, named, sessions)]

function namedSession(caller: Caller, named: string, sessions: readonly Session[]): Session {
  const session = sessions.find(({ id }) => id === named)
  if (session && canUseSession(caller, session)) return session
  throw sessionError(named, caller, sessions)
}

/**
 * `SESSION_FORBIDDEN` for somebody else's session, `SESSION_NOT_FOUND` for one that is not there. Callers who
 * may not see all sessions do not learn which ids exist.
 */
export function sessionError(id: string, caller: Caller, sessions: readonly Session[]): WaypostError {
  const shown = id.slice(0, 60)
  return reachesInstallation(caller) && !sessions.some((session) => session.id === id)
    ? new WaypostError('SESSION_NOT_FOUND', { message: `There is no session ${shown}.` })
    : new WaypostError('SESSION_FORBIDDEN', { message: `The session ${shown} is not yours.` })
}

function canUseSession(caller: Caller, session: Session): boolean {
  return reachesSession(caller, session.id) && (session.isDefault || isOwnedBy(caller, session))
}

/**
 * The sessions whose whole traffic a caller may see and whose settings are theirs: a default session may be used by
 * everybody, but read only by its owners. Operators own all.
 */
export const ownedSessions = (caller: Caller, sessions: readonly Session[]): Session[] =>
  sessions.filter((session) => reachesSession(caller, session.id) && isOwnedBy(caller, session))

/** Whether a caller may see the traffic of a session; of a deleted one, who reaches the installation. */
export const reachesTraffic = (caller: Caller, sessionId: string, sessions: readonly Session[]): boolean =>
  ownedSessions(caller, sessions).some(({ id }) => id === sessionId) ||
  (reachesInstallation(caller) && !sessions.some(({ id }) => id === sessionId))

const isOwnedBy = (caller: Caller, { owners }: Session): boolean =>
  isOperator(caller) || owners.includes(ownerOf(caller))
