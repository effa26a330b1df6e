import { expect, it } from 'vitest'
import {
  callerId,
  canSeeMetaErrors,
  hasScope,
  isOperator,
  modeOf,
  ownerOf,
  requiresApiKey,
  scopes,
  type Caller,
  type Role,
  type Scope,
} from './caller.ts'

const key = (held: readonly Scope[], mode: 'live' | 'test' = 'live'): Caller => ({
  kind: 'key',
  keyId: 'key_1',
  owner: 'team:billing',
  scopes: held,
  sessions: 'all',
  mode,
})
const user = (role: Role): Caller => ({ kind: 'user', uid: 'ann', role })

it('gives messages of a key to its owner, and names the key as the caller', () => {
  expect([ownerOf(key([])), callerId(key([]))]).toEqual(['team:billing', 'key_1'])
  expect([ownerOf(user('plain')), callerId(user('plain'))]).toEqual(['user:ann', 'user:ann'])
})

it.each<[Role, boolean]>([
  ['plain', false],
  ['sender', false],
  ['operator', true],
  ['admin', true],
])('lets a user with the role %s act as operator: %s', (role, expected) => {
  expect(isOperator(user(role))).toBe(expected)
  expect(canSeeMetaErrors(user(role))).toBe(expected)
})

it('makes a key an operator by the scope admin alone, and shows Meta errors to every key', () => {
  expect(isOperator(key(['admin']))).toBe(true)
  expect(isOperator(key(scopes.filter((scope) => scope !== 'admin')))).toBe(false)
  expect(canSeeMetaErrors(key([]))).toBe(true)
})

it.each(scopes.map((scope) => [scope]))(
  'grants %s to a key that holds it, and not to a key without',
  (scope) => {
    expect(hasScope(key([scope]), scope)).toBe(true)
    expect(hasScope(key([]), scope)).toBe(false)
  },
)

it('includes every scope in admin but sending by GET, which a person never has', () => {
  const withAdmin = scopes.filter((scope) => hasScope(key(['admin']), scope))
  expect(scopes.filter((scope) => !withAdmin.includes(scope))).toEqual(['send:get'])
  expect(hasScope(user('admin'), 'send:get')).toBe(false)
  expect(hasScope(user('plain'), 'send')).toBe(true)
})

it('requires an API key for sending by GET only', () => {
  expect([...scopes, 'public' as const].filter((access) => requiresApiKey(access))).toEqual(['send:get'])
})

it('sends for real unless the key is a test key', () => {
  expect([key([], 'test'), key([]), user('plain')].map((one) => modeOf(one))).toEqual([
    'test',
    'live',
    'live',
  ])
})
