import { expect, it } from 'vitest'
import { callerOf, formatApiKey, hashOf, isWellFormed, type ApiKey } from './api-key.ts'

const secret = formatApiKey(
  'live',
  Uint8Array.from({ length: 24 }, (_, i) => i * 7),
)
const now = new Date('2026-01-01T00:00:00Z')
const stored: ApiKey = {
  id: 'key_1',
  hash: hashOf(secret),
  prefix: 'wp_live_',
  lastFour: secret.slice(-4),
  owner: 'acme',
  name: 'shop',
  mode: 'live',
  scopes: ['send'],
  sessions: 'all',
  createdAt: now,
}

it('writes keys of one shape and knows them again', () => {
  expect(secret).toMatch(/^wp_live_[0-9A-Za-z]{39}$/)
  expect(isWellFormed(secret)).toBe(true)
  expect(isWellFormed(formatApiKey('test', new Uint8Array(24)))).toBe(true)
  expect(isWellFormed(formatApiKey('test', new Uint8Array(24).fill(255)))).toBe(true)
})

it('refuses any single mistyped character without a look at the database', () => {
  for (let i = 'wp_live_'.length; i < secret.length; i++) {
    const typo = secret.slice(0, i) + (secret[i] === 'x' ? 'y' : 'x') + secret.slice(i + 1)
    expect(isWellFormed(typo), typo).toBe(false)
  }
  expect(isWellFormed(secret.replace('live', 'prod'))).toBe(false)
  expect(isWellFormed(`${secret}0`)).toBe(false)
})

it('refuses a key that was revoked or has expired, and says which', () => {
  expect(callerOf(stored, now)).toMatchObject({ kind: 'key', owner: 'acme', scopes: ['send'] })
  expect(callerOf({ ...stored, revokedAt: now }, now)).toEqual({ refused: 'This API key was revoked.' })
  expect(callerOf({ ...stored, expiresAt: now }, now)).toEqual({ refused: 'This API key has expired.' })
})
