import { WaypostError } from '@waypost/contract'
import type { Auth, DecodedIdToken } from 'firebase-admin/auth'
import { errorCode } from '../kernel/error-code.ts'
import { parsePhoneNumber } from '../kernel/phone-number.ts'
import type { Role, UserCaller } from '../http/caller.ts'
import type { VerifyIdToken } from './id-token.ts'

/** Checks ID tokens with Firebase Auth; for every role above plain, revocation and a disabled user too. */
export const firebaseIdTokens =
  (auth: Auth): VerifyIdToken =>
  async (token) => {
    const claims = await verified(() => auth.verifyIdToken(token))
    const caller = callerOf(claims)
    if (caller.role !== 'plain') await verified(() => auth.verifyIdToken(token, true))
    return { caller, expiresAt: new Date(claims.exp * 1000) }
  }

function callerOf(claims: DecodedIdToken): UserCaller {
  const phone = claims.phone_number === undefined ? undefined : parsePhoneNumber(claims.phone_number)
  return {
    kind: 'user',
    uid: claims.uid,
    role: roleOf(claims['waypost']),
    ...(phone?.ok && { phoneNumber: phone.number }),
  }
}

const claimableRoles = ['sender', 'operator', 'admin'] as const satisfies Role[]
export const roleOf = (claim: unknown): Role => claimableRoles.find((role) => role === claim) ?? 'plain'

/** What Firebase says of a token, in words for the frontend's developer. */
const refusals: Record<string, string> = {
  'auth/id-token-expired':
    'The ID token has expired. Call getIdToken() again before each request; it renews by itself.',
  'auth/id-token-revoked': 'The ID token was revoked. Sign the user in again.',
  'auth/user-disabled': 'This user is disabled.',
  'auth/user-not-found': 'This user does not exist any more. Sign in again.',
  'auth/argument-error':
    'The bearer is no Firebase ID token of this project. Send what getIdToken() of the signed-in user returns, or an API key.',
  'auth/invalid-id-token':
    'The bearer is no Firebase ID token of this project. Send what getIdToken() of the signed-in user returns, or an API key.',
}

async function verified(check: () => Promise<DecodedIdToken>): Promise<DecodedIdToken> {
  try {
    return await check()
  } catch (cause) {
    const message = refusals[String(errorCode(cause))]
    // Anything else is not the caller's fault: Google's keys could not be fetched, say.
    if (message === undefined)
      throw new WaypostError('UNAVAILABLE', {
        message: 'The ID token could not be checked just now. Try again.',
        cause,
      })
    throw new WaypostError('UNAUTHORIZED', { message, cause })
  }
}
