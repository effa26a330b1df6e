import { expect, it } from 'vitest'
import type { Caller, KeyCaller } from '../http/caller.ts'
import { checkMayChange, checkSecret, withFields, type SessionFields } from './session-fields.ts'
import type { Session } from './session.ts'

const session: Session = {
  id: 'ses_1',
  name: 'Shop',
  channel: 'cloud',
  phoneNumberId: '106540352242922',
  wabaId: '102290129340398',
  tokenSecret: 'SHOP_TOKEN',
  owners: ['user:ann'],
  isDefault: false,
}

const admin = (more: Partial<KeyCaller> = {}): Caller => ({
  kind: 'key',
  keyId: 'key_1',
  owner: 'user:ann',
  scopes: ['admin'],
  sessions: 'all',
  mode: 'live',
  ...more,
})

it.each<[string, SessionFields, string | undefined]>([
  ['keeps the secret when it is not mentioned', { name: 'New' }, 'SHOP_TOKEN'],
  ['replaces the secret', { tokenSecret: 'OTHER' }, 'OTHER'],
  ['removes the secret when it is null', { tokenSecret: null }, undefined],
])('%s', (_name, fields, secret) => {
  const changed = withFields(session, fields)
  expect(changed.tokenSecret).toBe(secret)
  expect('tokenSecret' in changed).toBe(secret !== undefined)
  expect(changed.wabaId).toBe(session.wabaId)
})

it('lets an owner rename a session and turn automation off', () => {
  expect(() => {
    checkMayChange({ name: 'New', automation: false }, { kind: 'user', uid: 'ann', role: 'sender' })
  }).not.toThrow()
})

it.each<[string, Caller]>([
  ['a sender', { kind: 'user', uid: 'ann', role: 'sender' }],
  ['a key without admin', admin({ scopes: ['send'] })],
  ['a bound admin key', admin({ sessions: ['ses_1'] })],
  ['a test admin key', admin({ mode: 'test' })],
])('keeps %s from changing whose number is used', (_name, caller) => {
  expect(() => {
    checkMayChange({ name: 'New', owners: ['user:bob'] }, caller)
  }).toThrow(/may change owners of a session/)
})

it('lets operators and unbound admin keys change owners', () => {
  for (const caller of [admin(), { kind: 'user', uid: 'o', role: 'operator' } as const])
    expect(() => {
      checkMayChange({ owners: ['user:bob'] }, caller)
    }).not.toThrow()
})

it('refuses the name of a secret that is not bound, before a send fails', () => {
  expect(() => {
    checkSecret('OTHER', ['SHOP_TOKEN'])
  }).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }))
  for (const name of ['SHOP_TOKEN', undefined])
    expect(() => {
      checkSecret(name, ['SHOP_TOKEN'])
    }).not.toThrow()
})
