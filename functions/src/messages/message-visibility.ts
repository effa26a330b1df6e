import { invalidField } from '@waypost/contract'
import { ownerOf, isOperator, type Caller } from '../http/caller.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import type { Visibility } from './message-filter.ts'
import type { ListedMessage } from './message-store.ts'

/**
 * Firestore joins thirty alternatives at most, and a status is up to two of them, a search up to three.
 * https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries
 */
const MAX_SESSIONS = 9

/** The messages a caller may read: its own, and all of the sessions it owns. Undefined: everybody's. */
export function visibilityOf(caller: Caller, sessions: readonly Session[]): Visibility | undefined {
  if (isOperator(caller)) return undefined
  return { owner: ownerOf(caller), sessionIds: ownedSessions(caller, sessions).map(({ id }) => id) }
}

/** Whether a message is among them. */
export const isVisible = (message: ListedMessage, visible: Visibility | undefined): boolean =>
  visible === undefined ||
  visible.sessionIds.includes(message.sessionId) ||
  (message.direction === 'out' && message.owner === visible.owner)

/**
 * Narrows visibility to the requested session. Its owner sees all of it.
 * @throws WaypostError `INVALID_REQUEST` for more sessions than one query can join
 */
export function narrowVisibility(
  visible: Visibility | undefined,
  session: string | undefined,
): Visibility | undefined {
  if (!visible || (session !== undefined && visible.sessionIds.includes(session))) return undefined
  if (session !== undefined) return { ...visible, sessionIds: [] }
  if (visible.sessionIds.length <= MAX_SESSIONS) return visible
  throw invalidField('/session', `is required for owners of more than ${String(MAX_SESSIONS)} sessions`)
}
