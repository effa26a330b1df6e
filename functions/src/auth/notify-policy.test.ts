import { isWaypostError } from '@waypost/contract'
import { expect, it } from 'vitest'
import type { Caller } from '../http/caller.ts'
import { assertNotificationAllowed, type Notification, type NotifyRules } from './notify-policy.ts'

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

const judged = (caller: Caller, about: Partial<Notification>, rules: NotifyRules): string => {
  try {
    assertNotificationAllowed(
      caller,
      { recipient: own, isDefaultRecipient: false, templates: ['hi'], ...about },
      rules,
    )
    return 'allowed'
  } catch (error) {
    return isWaypostError(error) ? error.code : String(error)
  }
}

it.each<[string, Caller, `+${string}`, NotifyRules['others'], string]>([
  ['a plain user, their own number', plain, own, 'claim', 'allowed'],
  ['a plain user, another number', plain, other, 'claim', 'RECIPIENT_FORBIDDEN'],
  ['a plain user, another number', plain, other, 'self', 'RECIPIENT_FORBIDDEN'],
  ['a plain user, another number, policy any', plain, other, 'any', 'allowed'],
  ['a plain user, their own number, policy none', plain, own, 'none', 'FORBIDDEN'],
  ['a user without a verified number', unverified, own, 'claim', 'RECIPIENT_FORBIDDEN'],
  ['a sender', sender, other, 'none', 'allowed'],
  ['an API key', key, other, 'none', 'allowed'],
])('%s: %#', (_who, caller, recipient, others, verdict) => {
  expect(judged(caller, { recipient }, { others, templates: {} })).toBe(verdict)
})

it('goes by the template where it is listed, and by the rest where it is not', () => {
  const rules: NotifyRules = { others: 'none', templates: { invite: 'any', code: 'claim' } }
  expect(judged(plain, { recipient: other, templates: ['invite'] }, rules)).toBe('allowed')
  expect(judged(plain, { recipient: other, templates: ['code'] }, rules)).toBe('RECIPIENT_FORBIDDEN')
  expect(judged(plain, { recipient: own, templates: ['code'] }, rules)).toBe('allowed')
  expect(judged(plain, { templates: ['other'] }, rules)).toBe('FORBIDDEN')
  expect(judged(plain, { templates: ['constructor'] }, rules)).toBe('FORBIDDEN')
  expect(judged(plain, { templates: [undefined] }, rules)).toBe('FORBIDDEN')
})

it('looks at the fallback too, and lets everybody write to the default recipient', () => {
  const rules: NotifyRules = { others: 'claim', templates: { code: 'claim' } }
  expect(judged(plain, { recipient: other, isDefaultRecipient: true }, rules)).toBe('allowed')
  expect(judged(plain, { templates: [undefined, 'x'] }, { ...rules, others: 'none' })).toBe('FORBIDDEN')
  expect(
    judged(
      plain,
      { recipient: other, templates: ['any', 'code'] },
      { others: 'any', templates: rules.templates },
    ),
  ).toBe('RECIPIENT_FORBIDDEN')
})
