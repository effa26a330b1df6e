import { expect, it } from 'vitest'
import type { Caller, KeyCaller, Role } from '../http/caller.ts'
import type { Route } from '../http/route.ts'
import { authorize } from './authorize.ts'

type Rule = Pick<Route, 'access' | 'role' | 'reach'>
const key = (more: Partial<KeyCaller> = {}): Caller => ({
  kind: 'key',
  keyId: 'key_1',
  owner: 'user:ann',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
  ...more,
})
const user = (role: Role): Caller => ({ kind: 'user', uid: 'ann', role })

it.each<[string, Rule, Caller]>([
  ['a key without scopes to a public route', { access: 'public' }, key({ scopes: [] })],
  ['a key with the scope', { access: 'send' }, key()],
  ['a key with the scope admin', { access: 'send' }, key({ scopes: ['admin'] })],
  ['any user where no role is required', { access: 'send' }, user('plain')],
  ['a user with just the role', { access: 'send', role: 'sender' }, user('sender')],
  ['a user with a higher role', { access: 'send', role: 'sender' }, user('admin')],
  ['a key where users need a role', { access: 'send', role: 'operator' }, key()],
  ['a bound live key to a live route', { access: 'send', reach: 'live' }, key({ sessions: ['ses_1'] })],
  ['a free live key to the installation', { access: 'send', reach: 'installation' }, key()],
  ['an operator to the installation', { access: 'send', reach: 'installation' }, user('operator')],
])('admits %s', (_name, rule, caller) => {
  expect(() => {
    authorize(rule, caller)
  }).not.toThrow()
})

it.each<[string, Rule, Caller, string]>([
  [
    'a key without the scope',
    { access: 'send' },
    key({ scopes: [] }),
    'This API key lacks the scope "send".',
  ],
  [
    'an admin key where the scope must be named',
    { access: 'send:get' },
    key({ scopes: ['admin'] }),
    'This API key lacks the scope "send:get".',
  ],
  [
    'a user where only keys may go',
    { access: 'send:get' },
    user('admin'),
    'This is for API keys with the scope "send:get".',
  ],
  [
    'a user with a lower role',
    { access: 'send', role: 'operator' },
    user('sender'),
    'This is for users with the role "operator", and for API keys with the scope "send".',
  ],
  [
    'a user without a role',
    { access: 'send', role: 'sender' },
    user('plain'),
    'This is for users with the role "sender", and for API keys with the scope "send".',
  ],
  [
    'a test key where live data is shown',
    { access: 'send', reach: 'live' },
    key({ mode: 'test' }),
    'This is not for test keys. Use a key of mode "live".',
  ],
  [
    'a test key from the installation',
    { access: 'send', reach: 'installation' },
    key({ mode: 'test' }),
    'This is not for test keys. Use a key of mode "live".',
  ],
  [
    'a bound key from the installation, though it has the scope admin',
    { access: 'send', reach: 'installation' },
    key({ scopes: ['admin'], sessions: ['ses_1'] }),
    'This concerns the whole installation, and this API key is bound to sessions.',
  ],
])('refuses %s and says what is missing', (_name, rule, caller, message) => {
  expect(() => {
    authorize(rule, caller)
  }).toThrow(expect.objectContaining({ code: 'FORBIDDEN', message }))
})
