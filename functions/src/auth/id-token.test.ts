import { expect, it } from 'vitest'
import { cacheVerifiedTokens } from './id-token.ts'
import type { Role } from '../http/caller.ts'

function verifier(role: Role) {
  const at = { ms: 0 }
  let checks = 0
  const verify = cacheVerifiedTokens(
    async () => {
      checks++
      return { caller: { kind: 'user', uid: 'u', role }, expiresAt: new Date(3_600_000) }
    },
    { now: () => new Date(at.ms) },
  )
  return { verify, at, checks: () => checks }
}

it('checks a token once and again only after it expired', async () => {
  const { verify, at, checks } = verifier('sender')
  await verify('a')
  await verify('a')
  at.ms = 3_599_999
  await verify('a')
  expect(checks()).toBe(1)
  await verify('b')
  expect(checks()).toBe(2)
  at.ms = 3_600_000
  await verify('a')
  expect(checks()).toBe(3)
})

it('checks an operator again after a minute, so that a revoked one is out', async () => {
  const { verify, at, checks } = verifier('operator')
  await verify('a')
  at.ms = 59_999
  await verify('a')
  expect(checks()).toBe(1)
  at.ms = 60_000
  await verify('a')
  expect(checks()).toBe(2)
})
