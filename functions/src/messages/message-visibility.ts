import { invalidField } from '@waypost/contract'
import { ownerOf, type Caller } from '../http/caller.ts'
import { boundSessions, reachesInstallation, reachesMode } from '../http/caller-reach.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import type { Session } from '../sessions/session.ts'
import type { StoredVisibility } from './message-filter.ts'
import type { ListedMessage } from './message-store.ts'

/**
 * Firestore joins thirty alternatives at most, and a status is up to two of them, a search up to three.
 * https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries
 */
const MAX_SESSIONS = 9

/** Which messages a caller may read. */
export interface Visibility {
  /** Those it sent. */
  readonly owner: string
  /** Those of the sessions it owns. */
  readonly sessionIds: readonly string[]
  /** Of both, those of the sessions its key is bound to; undefined: bound to none. */
  readonly boundTo?: readonly string[] | undefined
  /** Of both, those of test keys; inbound messages are live. */
  readonly testOnly: boolean
}

/** Which messages a caller may read; undefined: all. */
export function visibilityOf(caller: Caller, sessions: readonly Session[]): Visibility | undefined {
  if (reachesInstallation(caller)) return undefined
  return {
    owner: ownerOf(caller),
    sessionIds: ownedSessions(caller, sessions).map(({ id }) => id),
    boundTo: boundSessions(caller),
    testOnly: !reachesMode(caller, 'live'),
  }
}

/** Whether a message is among them. */
export const isVisible = (message: ListedMessage, visible: Visibility | undefined): boolean =>
  visible === undefined ||
  (isWithinKey(message, visible) &&
    (visible.sessionIds.includes(message.sessionId) ||
      (message.direction === 'out' && message.owner === visible.owner)))

const isWithinKey = (message: ListedMessage, { boundTo, testOnly }: Visibility): boolean =>
  (boundTo?.includes(message.sessionId) ?? true) &&
  (!testOnly || (message.direction === 'out' && message.mode === 'test'))

/**
 * The part of visibility that the store's query can express for the requested session; `isVisible` checks the rest.
 * @throws WaypostError `INVALID_REQUEST` for more sessions than one query can join
 */
export function narrowVisibility(
  visible: Visibility | undefined,
  session: string | undefined,
): StoredVisibility | undefined {
  if (!visible || (session !== undefined && visible.sessionIds.includes(session))) return undefined
  const { owner, boundTo = [] } = visible
  if (session !== undefined) return { owner, sessionIds: [] }
  const sessionIds = boundTo.length > 0 ? boundTo : visible.sessionIds
  if (sessionIds.length <= MAX_SESSIONS) return boundTo.length > 0 ? { sessionIds } : { owner, sessionIds }
  throw invalidField('/session', `is required for owners of more than ${String(MAX_SESSIONS)} sessions`)
}
