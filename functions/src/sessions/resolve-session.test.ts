import { isWaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import type { Caller } from '../http/caller.ts'
import { ownedSessions, resolveSession } from './resolve-session.ts'
import type { Session } from './session.ts'

const session = (id: string, owners: string[], isDefault = false): Session => ({
  id,
  name: id,
  channel: 'cloud',
  phoneNumberId: '1',
  wabaId: '2',
  owners,
  isDefault,
})
const key = (owner: string, sessions: 'all' | string[] = 'all'): Caller => ({
  kind: 'key',
  keyId: 'key_1',
  owner,
  scopes: ['send'],
  sessions,
  mode: 'live',
})
const operator: Caller = { kind: 'user', uid: 'op', role: 'operator' }
const all = [
  session('ses_default', [], true),
  session('ses_a', ['acme']),
  session('ses_b', ['acme', 'user:u']),
  session('ses_c', ['other']),
]

const outcome = (caller: Caller, named?: string, among = all): string => {
  try {
    return resolveSession(caller, named, among).id
  } catch (error) {
    return isWaypostError(error) ? error.code : String(error)
  }
}

it.each<[string, Caller, string | undefined, Session[], string]>([
  ['none named: the default one', key('acme'), undefined, all, 'ses_default'],
  ['none named, no default, exactly one of mine', key('other'), undefined, all.slice(1), 'ses_c'],
  ['none named, no default, several of mine', key('acme'), undefined, all.slice(1), 'SESSION_REQUIRED'],
  ['none named, none at all', key('acme'), undefined, [], 'SESSION_REQUIRED'],
  ['mine, named', key('acme'), 'ses_a', all, 'ses_a'],
  ['a signed-in owner', { kind: 'user', uid: 'u', role: 'plain' }, 'ses_b', all, 'ses_b'],
  ["somebody else's", key('acme'), 'ses_c', all, 'SESSION_FORBIDDEN'],
  ['a key bound to other sessions', key('acme', ['ses_b']), 'ses_a', all, 'SESSION_FORBIDDEN'],
  ['a key bound to one session uses it', key('acme', ['ses_b']), undefined, all, 'ses_b'],
  ['one that does not exist, asked by a stranger', key('acme'), 'ses_x', all, 'SESSION_FORBIDDEN'],
  ['one that does not exist, asked by an operator', operator, 'ses_x', all, 'SESSION_NOT_FOUND'],
  ['an operator, any session', operator, 'ses_c', all, 'ses_c'],
])('%s', (_name, caller, named, among, expected) => {
  expect(outcome(caller, named, among)).toBe(expected)
})

it.each<[string, Caller, string[]]>([
  ['an owner: its own, not the default one', key('acme'), ['ses_a', 'ses_b']],
  ['a key bound to one: that one', key('acme', ['ses_b']), ['ses_b']],
  ['an operator: all', operator, all.map(({ id }) => id)],
  ['a stranger: none', key('stranger'), []],
])('shows the traffic of sessions to %s', (_who, caller, ids) => {
  expect(ownedSessions(caller, all).map(({ id }) => id)).toEqual(ids)
})
