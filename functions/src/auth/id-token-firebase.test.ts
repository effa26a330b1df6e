import type { Auth } from 'firebase-admin/auth'
import { expect, it } from 'vitest'
import { firebaseIdTokens } from './id-token.firebase.ts'

/** Firebase Auth with one signed-in user, whose tokens were revoked. */
const authOf = (role: string | undefined) =>
  ({
    verifyIdToken: async (_token: string, checkRevoked = false) => {
      if (checkRevoked) throw Object.assign(new Error('revoked'), { code: 'auth/id-token-revoked' })
      return { uid: 'ada', exp: 1_800_000_000, ...(role !== undefined && { waypost: role }) }
    },
  }) as unknown as Auth

it.each(['sender', 'operator', 'admin'])('refuses a revoked token of the role %s', async (role) => {
  await expect(firebaseIdTokens(authOf(role))('token')).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    message: 'The ID token was revoked. Sign the user in again.',
  })
})

it.each([undefined, 'owner', 7])('spares a user with the claim %j the second check', async (claim) => {
  const { caller } = await firebaseIdTokens(authOf(claim as string))('token')
  expect(caller).toEqual({ kind: 'user', uid: 'ada', role: 'plain' })
})
