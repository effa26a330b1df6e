import type { HealthDetails } from '@waypost/contract'
import { daysLeft, tokenExpiry, type TokenStatus } from './access-token.ts'

/** The status of an access token as the API shows it, never the token. */
export function tokenHealth(status: TokenStatus, now: Date): HealthDetails['token'] {
  const { state, reason, fingerprint, type, missingPermissions, reachesAccount = null } = status
  const end = tokenExpiry(status)
  return {
    state,
    ...(reason !== undefined && { reason }),
    fingerprint,
    ...(type !== undefined && { type }),
    expiresAt: end?.toISOString() ?? null,
    daysLeft: end ? Math.floor(daysLeft(end, now)) : null,
    missingPermissions: [...missingPermissions],
    reachesAccount,
  }
}
