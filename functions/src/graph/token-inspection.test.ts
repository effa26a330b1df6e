import { expect, it } from 'vitest'
import { parseTokenInspection, unknownTokenStatus } from './token-inspection.ts'

const token = 'EAAsecretsecret'
const wabaId = '102290129340398'
const both = ['whatsapp_business_messaging', 'whatsapp_business_management']
const good = {
  app_id: 670000000000001,
  type: 'SYSTEM_USER',
  is_valid: true,
  expires_at: 0,
  data_access_expires_at: 0,
  scopes: both,
  granular_scopes: both.map((scope) => ({ scope, target_ids: [wabaId] })),
}
const read = (data: object, status = 200) =>
  parseTokenInspection({ status, text: JSON.stringify({ data }) }, { token, wabaId })
const refusal = (error: object) =>
  parseTokenInspection({ status: 401, text: JSON.stringify({ error }) }, { token, wabaId })

it('reads a good token that never expires', () => {
  expect(read(good)).toEqual({
    state: 'valid',
    fingerprint: '5d5156517277',
    appId: '670000000000001',
    type: 'SYSTEM_USER',
    missingPermissions: [],
    reachesAccount: true,
  })
})

it('reads when it ends', () => {
  const ends = { ...good, expires_at: 1_800_000_000, data_access_expires_at: 1_790_000_000 }
  expect(read(ends)).toMatchObject({
    expiresAt: new Date(1_800_000_000_000),
    dataAccessExpiresAt: new Date(1_790_000_000_000),
  })
})

it('names the permissions that are missing', () => {
  expect(read({ ...good, scopes: ['business_management', both[0]] })?.missingPermissions).toEqual([both[1]])
})

it.each([
  ['for another account only', [{ scope: both[0], target_ids: ['1'] }], false],
  ['one of two for another account', [...good.granular_scopes, { scope: both[1], target_ids: [] }], false],
  ['for all accounts', [{ scope: both[0] }, { scope: both[1] }], true],
  ['narrowed for something else', [{ scope: 'ads_read', target_ids: ['1'] }, { scope: both[0] }], true],
  ['not reported', undefined, undefined],
])('sees whether it reaches the account: %s', (_name, granular, reaches) => {
  expect(read({ ...good, granular_scopes: granular })?.reachesAccount).toBe(reaches)
})

it('reads a token that died, with the reason and without the token', () => {
  const dead = { is_valid: false, error: { code: 190, message: `Session of ${token} has expired.` } }
  expect(read(dead)).toMatchObject({ state: 'invalid', reason: 'Session of … has expired.' })
})

it('takes the refusal of a token that asks about itself for an answer', () => {
  expect(refusal({ code: 190, message: 'Invalid OAuth access token.' })).toMatchObject({
    state: 'invalid',
    reason: 'Invalid OAuth access token.',
  })
})

it.each([
  ['another refusal', { code: 4, message: 'Application request limit reached' }],
  ['a wrong version', { code: 2500, message: 'Unknown path components' }],
])('learns nothing of the token from %s', (_name, error) => {
  expect(refusal(error)).toBeNull()
})

it.each(['', '<html>Bad gateway</html>', '{}', 'null'])('learns nothing from %j', (text) => {
  expect(parseTokenInspection({ status: 200, text }, { token, wabaId })).toBeNull()
})

it('is unknown while Meta cannot be asked', () => {
  expect(unknownTokenStatus(token, `no route to ${token}`)).toMatchObject({
    state: 'unknown',
    reason: 'no route to …',
  })
})
