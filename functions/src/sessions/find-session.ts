import type { Caller } from '../http/caller.ts'
import { ownedSessions, sessionError } from './resolve-session.ts'
import type { Session } from './session.ts'

/**
 * The session of this id, for those whose it is.
 * @throws WaypostError `SESSION_FORBIDDEN` for somebody else's, and for one that is not there unless the caller sees all:
 *   others do not learn which ids exist; `SESSION_NOT_FOUND`
 */
export function findOwnedSession(id: string, caller: Caller, sessions: readonly Session[]): Session {
  const session = ownedSessions(caller, sessions).find((one) => one.id === id)
  if (session) return session
  throw sessionError(id, caller, sessions)
}
