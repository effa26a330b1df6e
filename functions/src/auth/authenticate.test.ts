import { expect, it } from 'vitest'
import type { UserCaller } from '../http/caller.ts'
import { formatApiKey, hashOf, type ApiKey } from './api-key.ts'
import { authenticate } from './authenticate.ts'

const now = new Date('2026-03-01T12:00:00Z')
const secret = formatApiKey('live', new Uint8Array(24).fill(7))
const stored: ApiKey = {
  id: 'key_1',
  hash: hashOf(secret),
  prefix: 'wp_live_abcd',
  lastFour: 'wxyz',
  owner: 'user:ann',
  name: 'Shop',
  mode: 'live',
  scopes: ['send'],
  sessions: 'all',
  createdAt: new Date(0),
}
const signedIn: UserCaller = { kind: 'user', uid: 'ann', role: 'sender' }

/** Signs in with one key stored, and counts what was looked up and used. */
async function signIn(authorization: string | undefined, key: ApiKey | null = stored) {
  const seen = { reads: [] as string[], uses: [] as string[], tokens: [] as string[] }
  const outcome = await authenticate(authorization, {
    clock: { now: () => now },
    verifyIdToken: (token) => {
      seen.tokens.push(token)
      return Promise.resolve({ caller: signedIn, expiresAt: now })
    },
    findApiKey: (hash) => {
      seen.reads.push(hash)
      return Promise.resolve(hash === key?.hash ? key : null)
    },
    countUse: (hash) => {
      seen.uses.push(hash)
      return Promise.resolve()
    },
  }).catch((error: unknown) => ({ error }))
  return { outcome, ...seen }
}

it.each(['Bearer', 'bearer', 'BEARER  '])('admits a key behind "%s", and counts its use', async (scheme) => {
  const { outcome, uses, tokens } = await signIn(`${scheme.padEnd(7)}${secret}`)
  expect(outcome).toMatchObject({ kind: 'key', keyId: 'key_1', owner: 'user:ann', scopes: ['send'] })
  expect(uses).toEqual([stored.hash])
  expect(tokens).toEqual([])
})

it('takes every other token for an ID token, and looks no key up', async () => {
  const { outcome, reads, tokens } = await signIn('Bearer eyJhbGciOi.J9.x')
  expect(outcome).toBe(signedIn)
  expect(tokens).toEqual(['eyJhbGciOi.J9.x'])
  expect(reads).toEqual([])
})

it.each<[string, string | undefined, string]>([
  ['no header', undefined, 'Send "Authorization: Bearer …"'],
  ['an empty header', '', 'Send "Authorization: Bearer …"'],
  ['another scheme', 'Basic YTpi', 'must be "Bearer", a space'],
  ['a token without a scheme', secret, 'must be "Bearer", a space'],
  ['two tokens', `Bearer ${secret} ${secret}`, 'must be "Bearer", a space'],
  ['a key that was cut short', `Bearer ${secret.slice(0, -1)}`, 'mistyped or cut short'],
  [
    'a key with a typo',
    `Bearer ${secret.slice(0, -1)}${secret.endsWith('a') ? 'b' : 'a'}`,
    'mistyped or cut short',
  ],
])('says how to sign in to a request with %s, without a read', async (_name, header, message) => {
  const { outcome, reads, uses, tokens } = await signIn(header)
  expect(outcome).toMatchObject({
    error: { code: 'UNAUTHORIZED', message: expect.stringContaining(message) as string },
  })
  expect([reads, uses, tokens]).toEqual([[], [], []])
})

it.each<[string, ApiKey | null, string]>([
  ['unknown', null, 'This API key is unknown here.'],
  ['revoked', { ...stored, revokedAt: now }, 'This API key was revoked. Ask an operator for a new one.'],
  ['expired', { ...stored, expiresAt: now }, 'This API key has expired. Ask an operator for a new one.'],
])('refuses a key that is %s, and counts no use of it', async (_name, key, message) => {
  const { outcome, uses } = await signIn(`Bearer ${secret}`, key)
  expect(outcome).toMatchObject({
    error: { code: 'UNAUTHORIZED', message: expect.stringContaining(message) as string },
  })
  expect(uses).toEqual([])
})

it('admits a key until the instant at which it ends', async () => {
  const later = new Date(now.getTime() + 1)
  const { outcome } = await signIn(`Bearer ${secret}`, { ...stored, expiresAt: later, revokedAt: later })
  expect(outcome).toMatchObject({ keyId: 'key_1', expiresAt: later })
})
