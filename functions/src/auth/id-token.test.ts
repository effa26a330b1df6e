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
  const { verify, at, checks } = verifier('plain')
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

it.each(['sender', 'operator', 'admin'] as const)(
  'checks a token of the role %s again after a minute',
  async (role) => {
    const { verify, at, checks } = verifier(role)
    await verify('a')
    at.ms = 59_999
    await verify('a')
    expect(checks()).toBe(1)
    at.ms = 60_000
    await verify('a')
    expect(checks()).toBe(2)
  },
)
