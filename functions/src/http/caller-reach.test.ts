import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  findExcess,
  findUnreachable,
  reachesInstallation,
  reachesMode,
  reachesSession,
  type Grant,
} from './caller-reach.ts'
import type { Caller, KeyCaller } from './caller.ts'

const key = (more: Partial<KeyCaller> = {}): KeyCaller => ({
  kind: 'key',
  keyId: 'key_1',
  owner: 'user:ann',
  scopes: ['admin'],
  sessions: 'all',
  mode: 'live',
  ...more,
})
const user = (role: 'plain' | 'sender' | 'operator' | 'admin'): Caller => ({ kind: 'user', uid: 'ann', role })
const grant = (more: Partial<Grant> = {}): Grant => ({
  owner: 'user:ann',
  mode: 'live',
  scopes: ['send'],
  sessions: 'all',
  ...more,
})

it.each<[string, Caller, boolean]>([
  ['an operator', user('operator'), true],
  ['an administrator', user('admin'), true],
  ['a sender', user('sender'), false],
  ['a live admin key', key(), true],
  ['a test admin key', key({ mode: 'test' }), false],
  ['an admin key bound to a session', key({ sessions: ['ses_1'] }), false],
  ['a key without the scope admin', key({ scopes: ['send'] }), false],
])('decides whether %s reaches the whole installation', (_name, caller, expected) => {
  expect(reachesInstallation(caller)).toBe(expected)
})

it.each<[Caller, 'live' | 'test' | undefined, boolean]>([
  [key(), 'live', true],
  [key(), 'test', true],
  [key({ mode: 'test' }), 'test', true],
  [key({ mode: 'test' }), 'live', false],
  [key({ mode: 'test' }), undefined, false],
  [user('plain'), 'live', true],
])('keeps live data from test keys (case %#)', (caller, mode, expected) => {
  expect(reachesMode(caller, mode)).toBe(expected)
})

it('limits a bound key to its sessions, and no other caller', () => {
  const bound = key({ sessions: ['ses_1', 'ses_2'] })
  expect(['ses_1', 'ses_2', 'ses_3'].map((id) => reachesSession(bound, id))).toEqual([true, true, false])
  expect(reachesSession(key(), 'ses_3')).toBe(true)
  expect(reachesSession(user('plain'), 'ses_3')).toBe(true)
  expect(reachesSession(key({ sessions: [] }), 'ses_1')).toBe(false)
})

it.each<[string, Partial<KeyCaller>, Partial<Grant>, string | undefined]>([
  ['the same reach', {}, {}, undefined],
  ['a test key for a live key', {}, { mode: 'test' }, undefined],
  ['a live key for a test key', { mode: 'test' }, {}, 'is a test key; create one of mode "test"'],
  ['all sessions', { sessions: ['ses_1'] }, {}, 'is bound to ses_1'],
  ['a foreign session', { sessions: ['a', 'b'] }, { sessions: ['a', 'c'] }, 'is bound to a, b'],
  ['fewer sessions', { sessions: ['a', 'b'] }, { sessions: ['b'] }, undefined],
  [
    'another owner',
    { sessions: ['a'] },
    { sessions: ['a'], owner: 'user:bob' },
    'is bound to sessions and belongs to user:ann',
  ],
])('says why a key cannot grant what it does not reach: %s', (_name, caller, wanted, expected) => {
  expect(findUnreachable(key(caller), grant(wanted))).toBe(expected)
})

const end = new Date('2026-06-01T00:00:00Z')
it.each<[string, Partial<KeyCaller>, Partial<Grant>, string | undefined]>([
  ['a scope it lacks', { scopes: ['send'] }, { scopes: ['send', 'admin'] }, 'lacks the scope "admin"'],
  ['a scope that admin never includes', {}, { scopes: ['send:get'] }, 'lacks the scope "send:get"'],
  ['any other scope, from admin', {}, { scopes: ['send'] }, undefined],
  ['no end, from a key with one', { expiresAt: end }, {}, `ends at ${end.toISOString()}`],
  [
    'a later end',
    { expiresAt: end },
    { expiresAt: new Date(+end + 1) },
    'set an expiresAt that is not later',
  ],
  ['the same end', { expiresAt: end }, { expiresAt: end }, undefined],
  ['an earlier end', { expiresAt: end }, { expiresAt: new Date(+end - 1) }, undefined],
])('never lets a key grant more than it holds: %s', (_name, caller, wanted, expected) => {
  const excess = findExcess(key(caller), grant(wanted), 100)
  if (expected === undefined) expect(excess).toBeUndefined()
  else expect(excess).toContain(expected)
})

it('compares request limits, with the default for keys that have none and infinity for no default', () => {
  const limit = fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined })
  fc.assert(
    fc.property(limit, limit, fc.integer({ min: 0, max: 1000 }), (own, granted, fallback) => {
      const limits = (n?: number) => (n === undefined ? {} : { limits: { requestsPer15Minutes: n } })
      const effective = (n?: number) => n ?? (fallback === 0 ? Number.POSITIVE_INFINITY : fallback)
      const excess = findExcess(key(limits(own)), grant(limits(granted)), fallback)
      expect(excess !== undefined).toBe(effective(granted) > effective(own))
    }),
  )
})

it('lets people grant anything: their role was checked before', () => {
  expect(findExcess(user('operator'), grant({ scopes: ['admin'], owner: 'user:bob' }), 1)).toBeUndefined()
})
