import { expect, it } from 'vitest'
import type { Session } from '../sessions/session.ts'
import { tokenForAccount } from './account-access-token.ts'

const session = (wabaId: string, tokenSecret?: string): Session => ({
  id: `ses_${wabaId}${tokenSecret ?? ''}`,
  name: 'One',
  channel: 'cloud',
  phoneNumberId: '1',
  wabaId,
  owners: [],
  isDefault: false,
  ...(tokenSecret !== undefined && { tokenSecret }),
})
const tokens = {
  accessToken: 'default',
  testAccessToken: 'simulator',
  sessionTokens: new Map([['SHOP', 'shop']]),
}

it.each([
  ['there is no session', [], 'default'],
  ['its session has no token of its own', [session('1')], 'default'],
  ['its session has one', [session('1', 'SHOP')], 'shop'],
  ['one of its sessions has none', [session('1', 'SHOP'), session('1')], 'default'],
  ['only another account has one', [session('2', 'SHOP')], 'default'],
  ['the secret is not bound', [session('1', 'GONE')], 'default'],
])('asks about an account with the token for it: %s', (_, sessions, token) => {
  expect(tokenForAccount(tokens, sessions, ({ wabaId }) => wabaId === '1')).toBe(token)
})
