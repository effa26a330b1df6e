import { expect, it } from 'vitest'
import { classifyAccountUpdate } from './classify-account-update.ts'

const now = new Date('2026-03-01T12:00:00Z')
const tomorrow = 1_772_452_800
const yesterday = 1_772_280_000

it.each<[string, object]>([
  [
    'a restriction of messages',
    { restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING' }] },
  ],
  [
    'a restriction of replies',
    { restriction_info: [{ restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING' }] },
  ],
  [
    'a restriction of a kind that is not known',
    { restriction_info: [{ restriction_type: 'RESTRICTED_ALL' }] },
  ],
  ['a restriction without a type', { restriction_info: [{}] }],
  ['a restriction without any detail', {}],
])('stops sending on %s', (_what, more) => {
  expect(classifyAccountUpdate({ event: 'ACCOUNT_RESTRICTION', ...more }, now)).toMatchObject({
    kind: 'restricted',
  })
})

it.each([tomorrow, String(tomorrow)])('knows when a restriction ends (%j)', (expiration) => {
  const restriction_info = [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration }]
  expect(classifyAccountUpdate({ event: 'ACCOUNT_RESTRICTION', restriction_info }, now)).toMatchObject({
    kind: 'restricted',
    until: new Date(tomorrow * 1000),
  })
})

it('names no end when one of several restrictions has none', () => {
  const restriction_info = [
    { restriction_type: 'A_MESSAGING', expiration: tomorrow },
    { restriction_type: 'B' },
  ]
  expect(classifyAccountUpdate({ event: 'ACCOUNT_RESTRICTION', restriction_info }, now)).not.toHaveProperty(
    'until',
  )
})

it.each<[string, object]>([
  ['no restriction is left', { event: 'ACCOUNT_RESTRICTION', restriction_info: [] }],
  [
    'the last restriction is over',
    { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'X', expiration: yesterday }] },
  ],
  ['the account is reinstated', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }],
])('lets go when %s', (_what, value) => {
  expect(classifyAccountUpdate({ ...value }, now).kind).toBe('free')
})

it.each<[string, object, string]>([
  [
    'numbers may not be added',
    {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION' }],
    },
    'warn',
  ],
  [
    'the account violated a policy',
    { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } },
    'error',
  ],
  ['a policy that is not named was violated', { event: 'ACCOUNT_VIOLATION' }, 'error'],
  [
    'the account will be disabled',
    { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE' } },
    'error',
  ],
  ['something changed that is not named', { event: 'DISABLED_UPDATE' }, 'error'],
  ['the app lost its access', { event: 'PARTNER_REMOVED', disconnection_info: { reason: 'X' } }, 'error'],
  ['the app was removed', { event: 'PARTNER_APP_UNINSTALLED' }, 'error'],
  ['the account was verified', { event: 'VERIFIED_ACCOUNT' }, 'info'],
  [
    'the price tier changed',
    { event: 'VOLUME_BASED_PRICING_TIER_UPDATE', volume_tier_info: { tier: '1' } },
    'info',
  ],
])('tells operators that %s', (_what, value, severity) => {
  expect(classifyAccountUpdate({ ...value }, now)).toMatchObject({ kind: 'notice', severity })
})

it.each(['DISABLE'])('stops sending when the account is disabled (%s)', (waba_ban_state) => {
  expect(classifyAccountUpdate({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state } }, now).kind).toBe(
    'restricted',
  )
})

it.each([{}, { event: null }, { event: 'ACCOUNT_TELEPORTED' }, { event: 'constructor' }])(
  'does not understand %j',
  (value) => {
    expect(classifyAccountUpdate(value, now).kind).toBe('unknown')
  },
)
