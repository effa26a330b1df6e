import type { HealthDetails } from '@waypost/contract'
import { daysLeft, tokenExpiry, type TokenStatus } from './access-token.ts'

/** An access token as the API tells of it: never itself. */
export function tokenHealth(standing: TokenStatus, now: Date): HealthDetails['token'] {
  const { state, reason, fingerprint, type, missingPermissions, reachesAccount = null } = standing
  const end = tokenExpiry(standing)
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
