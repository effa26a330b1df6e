import { expect, it } from 'vitest'
import type { Caller, KeyCaller, UserCaller } from '../http/caller.ts'
import type { Session } from '../sessions/session.ts'
import {
  deliveryReaders,
  mayRead,
  mayReadDelivery,
  mayReceive,
  resolveEndpointAccess,
  readerKeys,
  scopesOf,
} from './endpoint-scope.ts'

const session = (id: string, ...owners: string[]): Session => ({
  id,
  name: id,
  channel: 'cloud',
  phoneNumberId: '1',
  wabaId: '2',
  owners,
  isDefault: id === 'ses_default',
})
const sessions = [
  session('ses_own', 'acme'),
  session('ses_other', 'other'),
  session('ses_default'),
  session('ses_ada', 'user:ada'),
]
const key: KeyCaller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['webhooks'],
  sessions: 'all',
  mode: 'live',
}
const bound: KeyCaller = { ...key, sessions: ['ses_own'] }
const admin: KeyCaller = { ...key, owner: 'root', scopes: ['admin'] }
const sender: UserCaller = { kind: 'user', uid: 'ada', role: 'sender' }
const operator: UserCaller = { kind: 'user', uid: 'bea', role: 'operator' }

it.each<[string, Caller, string | undefined, string]>([
  ['a key for what is its own', key, undefined, 'owner:acme'],
  ['a key for its session', key, 'ses_own', 'session:ses_own'],
  ['a bound key for its session', bound, 'ses_own', 'session:ses_own'],
  ['a sender for its session', sender, 'ses_ada', 'session:ses_ada'],
  ['an operator for any session', operator, 'ses_other', 'session:ses_other'],
  ['an operator for everything', operator, '*', 'all'],
  ['an admin key for everything', admin, '*', 'all'],
])('lets %s listen', (_, caller, named, scope) => {
  expect(resolveEndpointAccess(caller, named, sessions).scope).toBe(scope)
})

it.each<[string, Caller, string | undefined, string]>([
  ['a key to the session of another', key, 'ses_other', 'SESSION_FORBIDDEN'],
  ['a key to the default session, which is used by all', key, 'ses_default', 'SESSION_FORBIDDEN'],
  ['a key to everything', key, '*', 'FORBIDDEN'],
  ['a bound key beyond its sessions', bound, undefined, 'FORBIDDEN'],
  ['a person to all of its own messages', sender, undefined, 'FORBIDDEN'],
  ['a plain user to anything', { ...sender, role: 'plain' }, undefined, 'FORBIDDEN'],
])('does not let %s listen', (_, caller, named, code) => {
  expect(() => resolveEndpointAccess(caller, named, sessions)).toThrow(expect.objectContaining({ code }))
})

it('asks for the endpoints of everybody who may hear of an event, once each', () => {
  const topic = { type: 'message.sent', sessionId: 'ses_own', owner: 'acme' } as const
  expect(scopesOf(topic, sessions[0])).toEqual(['all', 'session:ses_own', 'owner:acme'])
  expect(scopesOf({ ...topic, owner: 'user:ada' }, sessions[0])).toEqual([
    'all',
    'session:ses_own',
    'owner:acme',
  ])
  expect(scopesOf({ type: 'endpoint.disabled', owner: 'acme' }, undefined)).toEqual(['all', 'owner:acme'])
})

it.each<[string, Caller, boolean]>([
  ['its owner', key, true],
  ['the owner of its session', { ...key, owner: 'other' }, true],
  ['an operator', operator, true],
  ['an admin key', admin, true],
  ['a stranger', { ...key, owner: 'stranger' }, false],
  ['a sender who is a stranger', sender, false],
  ['a key of its owner that is bound to another session', bound, false],
])('shows an endpoint to %s: %s', (_, caller, shown) => {
  const { readers } = resolveEndpointAccess({ ...admin, owner: 'acme' }, 'ses_other', sessions)
  expect(mayRead(readerKeys(caller, sessions), readers)).toBe(shown)
})

const callers: readonly Caller[] = [
  ...(['plain', 'sender', 'operator', 'admin'] as const).flatMap((role): Caller[] => [
    { kind: 'user', uid: 'ada', role },
    { kind: 'user', uid: 'eve', role },
  ]),
  ...(['acme', 'other', 'user:ada'] as const).flatMap((owner) =>
    (['all', ['ses_own'], ['ses_other']] as const).flatMap((bound) =>
      ([['webhooks'], ['sessions'], ['send'], ['admin']] as const).map((scopes): Caller => ({
        ...key,
        owner,
        sessions: bound,
        scopes,
      })),
    ),
  ),
]

it('receives what the same caller could create an endpoint for now, and nothing else', () => {
  let allowed = 0
  for (const caller of callers)
    for (const named of [undefined, '*', ...sessions.map(({ id }) => id)]) {
      const scope = named === undefined ? 'owner:acme' : named === '*' ? 'all' : `session:${named}`
      let created: string | undefined
      try {
        created = resolveEndpointAccess(caller, named, sessions).scope
      } catch {
        created = undefined
      }
      // Routes check the scope of a key before that; operators may receive for any owner.
      const holdsScope = caller.kind === 'user' || !caller.scopes.includes('send')
      const isOperator = mayReceive(caller, 'all', sessions)
      const expected = isOperator || (created === scope && holdsScope)
      expect(mayReceive(caller, scope, sessions), JSON.stringify([caller, named])).toBe(expected)
      if (expected) allowed++
    }
  expect(allowed).toBeGreaterThan(20)
})

it.each<[string, readonly Session[], boolean]>([
  ['while the session is theirs', sessions, true],
  ['after the session changed owners', [session('ses_own', 'other')], false],
  ['after the session was deleted', [], false],
])('lets a key receive events of a session %s', (_, now, expected) => {
  expect(mayReceive(key, 'session:ses_own', now)).toBe(expected)
})

it('gives the deliveries of an endpoint to those who hold the right, not to its creator', () => {
  expect(deliveryReaders({ scope: 'session:ses_own' })).toEqual(['session:ses_own'])
  expect(deliveryReaders({ scope: 'owner:acme' })).toEqual(['owner:acme'])
  expect(deliveryReaders({ scope: 'all' })).toEqual([])
})

it.each<[string, Caller, readonly string[], boolean]>([
  ['the owner of the session', key, ['owner:acme', 'session:ses_own'], true],
  ['a former owner of it', key, ['owner:acme', 'session:ses_other'], false],
  ['an owner of everything that is its own', key, ['owner:acme'], true],
  ['a former operator', { ...operator, role: 'sender' }, ['owner:user:bea'], false],
  ['an operator', operator, ['owner:user:bea'], true],
])('decides whether a delivery of an earlier release is read by %s', (_, caller, readers, expected) => {
  expect(mayReadDelivery(caller, { readers }, sessions)).toBe(expected)
})
