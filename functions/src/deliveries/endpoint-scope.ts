import { WaypostError } from '@waypost/contract'
import { hasScope, isOperator, ownerOf, type Caller } from '../http/caller.ts'
import { boundSessions, reachesMode } from '../http/caller-reach.ts'
import { ownedSessions } from '../sessions/resolve-session.ts'
import type { EventTopic } from '../events/publish-event.ts'
import type { Session } from '../sessions/session.ts'
import type { Endpoint } from './endpoint.ts'

/** Which events an endpoint receives, and who may see it. */
export type EndpointAccess = Pick<Endpoint, 'scope' | 'sessionId' | 'owner' | 'readers'>

const ofSession = (id: string): string => `session:${id}`
const ofOwner = (owner: string): string => `owner:${owner}`
const ofAll = 'all'

/** The place of an endpoint for one sender. */
export const sessionAccess = (sessionId: string, owner: string): EndpointAccess => ({
  scope: ofSession(sessionId),
  sessionId,
  owner,
  readers: [ofOwner(owner), ofSession(sessionId)],
})

/**
 * The place of an endpoint that a caller asks for.
 * @param named a sender, `*` for everybody's, undefined for whatever is the caller's own
 * @throws WaypostError `SESSION_FORBIDDEN`, `FORBIDDEN`
 */
export function resolveEndpointAccess(
  caller: Caller,
  named: string | undefined,
  sessions: readonly Session[],
): EndpointAccess {
  const owner = ownerOf(caller)
  if (caller.kind === 'user' && caller.role === 'plain')
    throw forbidden('This is for API keys with the scope "webhooks", and for people with the role "sender".')
  if (named === '*') {
    if (!mayReceive(caller, ofAll, sessions))
      throw forbidden('Only operators may hear of everything: leave `session` out.')
    return { scope: ofAll, owner, readers: [ofOwner(owner)] }
  }
  if (named !== undefined) {
    if (!ownedSessions(caller, sessions).some(({ id }) => id === named))
      throw new WaypostError('SESSION_FORBIDDEN', {
        message: `The session ${named.slice(0, 60)} is not yours.`,
      })
    return sessionAccess(named, owner)
  }
  if (caller.kind === 'user')
    throw forbidden(
      'An endpoint for all of one’s own messages is for API keys: name a `session` that is yours.',
    )
  if (caller.sessions !== 'all')
    throw forbidden('This API key is bound to some sessions: name one of them as `session`.')
  return { scope: ofOwner(owner), owner, readers: [ofOwner(owner)] }
}

/**
 * The scopes of endpoints that may hear of an event. Only keys have endpoints for all that is their owner's, so the many
 * people who send are no question of their own.
 * @param session the sender it is about
 */
export function scopesOf({ sessionId, owner }: EventTopic, session: Session | undefined): string[] {
  const owners = [...(owner === undefined ? [] : [owner]), ...(session?.owners ?? [])]
  return [
    ...new Set([
      ofAll,
      ...(sessionId === undefined ? [] : [ofSession(sessionId)]),
      ...owners.filter((one) => !one.startsWith('user:')).map(ofOwner),
    ]),
  ]
}

/**
 * Whether a caller may receive the events of a scope. The same rule as for creating an endpoint, asked again whenever
 * something is posted or read: rights end when their reason does.
 */
export function mayReceive(caller: Caller, scope: string, sessions: readonly Session[]): boolean {
  if (caller.kind === 'user' && caller.role === 'plain') return false
  if (!hasScope(caller, 'webhooks') && !hasScope(caller, 'sessions')) return false
  if (isOperator(caller) && !boundSessions(caller)) return true
  if (scope.startsWith(ofSession('')))
    return ownedSessions(caller, sessions).some(({ id }) => scope === ofSession(id))
  return caller.kind === 'key' && caller.sessions === 'all' && scope === ofOwner(caller.owner)
}

/**
 * Who may read the deliveries of an endpoint, beside operators: those who hold the right now, not those who once
 * created the endpoint.
 */
export const deliveryReaders = ({ scope }: Pick<Endpoint, 'scope'>): readonly string[] =>
  scope === ofAll ? [] : [scope]

/** Which `readers` a caller is one of; `all`: it sees everything. A key bound to sessions sees no more than those. */
export function readerKeys(caller: Caller, sessions: readonly Session[]): readonly string[] | 'all' {
  const bound = boundSessions(caller)
  if (isOperator(caller) && !bound) return 'all'
  const own = ownedSessions(caller, sessions).map(({ id }) => ofSession(id))
  return bound ? own : [ofOwner(ownerOf(caller)), ...own]
}

/** Whether a caller with these reader keys may see an endpoint. */
export const mayRead = (keys: readonly string[] | 'all', readers: readonly string[]): boolean =>
  keys === 'all' || readers.some((reader) => keys.includes(reader))

/**
 * Whether a caller may read a delivery. Deliveries stored by earlier releases name the creator
 * of the endpoint beside its session: the session decides. Of those that name a user alone nothing is shown.
 */
export function mayReadDelivery(
  caller: Caller,
  { readers, mode }: Pick<Endpoint, 'readers' | 'mode'>,
  sessions: readonly Session[],
): boolean {
  const named = readers.filter((reader) => reader.startsWith(ofSession('')))
  const deciding = named.length > 0 ? named : readers.filter((one) => !one.startsWith(ofOwner('user:')))
  return reachesMode(caller, mode) && mayRead(readerKeys(caller, sessions), deciding)
}

const forbidden = (message: string): WaypostError => new WaypostError('FORBIDDEN', { message })
