import { isWaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import type { Caller } from './caller.ts'
import { checkRecipientAllowed, type NotifyPolicy } from './notify-policy.ts'

const own = '+972546800360'
const other = '+14155550100'
const plain: Caller = { kind: 'user', uid: 'p', role: 'plain', phoneNumber: own }
const unverified: Caller = { kind: 'user', uid: 'n', role: 'plain' }
const sender: Caller = { kind: 'user', uid: 's', role: 'sender' }
const key: Caller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'acme',
  scopes: ['send'],
  sessions: 'all',
  mode: 'live',
}

it.each<[string, Caller, `+${string}`, NotifyPolicy, boolean]>([
  ['a plain user, their own number', plain, own, 'claim', true],
  ['a plain user, another number', plain, other, 'claim', false],
  ['a plain user, another number', plain, other, 'self', false],
  ['a plain user, another number, policy any', plain, other, 'any', true],
  ['a user without a verified number', unverified, own, 'claim', false],
  ['a sender', sender, other, 'claim', true],
  ['an API key', key, other, 'claim', true],
])('%s: %#', (_who, caller, recipient, policy, allowed) => {
  const check = () => checkRecipientAllowed(caller, recipient, policy)
  if (allowed) {
    expect(check).not.toThrow()
    return
  }
  try {
    check()
    expect.unreachable()
  } catch (error) {
    expect(isWaypostError(error) && error.code).toBe('RECIPIENT_FORBIDDEN')
  }
})
