import { WaypostError } from '@waypost/contract'
import { seesAll, type Caller } from '../access/caller.ts'
import { ownedSessions } from './resolve-session.ts'
import type { Session } from './session.ts'

/**
 * The session of this id, for those whose it is.
 * @throws WaypostError `SESSION_FORBIDDEN` for somebody else's, and for one that is not there unless the caller sees all:
 *   whoever does not is not told which ids exist; `SESSION_NOT_FOUND`
 */
export function findOwnSession(id: string, caller: Caller, sessions: readonly Session[]): Session {
  const session = ownedSessions(caller, sessions).find((one) => one.id === id)
  if (session) return session
  const isThere = sessions.some((one) => one.id === id)
  if (seesAll(caller) && !isThere)
    throw new WaypostError('SESSION_NOT_FOUND', { message: `There is no session ${id.slice(0, 60)}.` })
  throw new WaypostError('SESSION_FORBIDDEN', { message: `The session ${id.slice(0, 60)} is not yours.` })
}
