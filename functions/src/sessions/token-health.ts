import type { HealthDetails } from '@waypost/contract'
import { daysUntil, endOf, type TokenStanding } from './access-token.ts'

/** An access token as the API tells of it: never itself. */
export function tokenHealth(standing: TokenStanding, now: Date): HealthDetails['token'] {
  const { state, reason, fingerprint, type, missingPermissions, reachesAccount = null } = standing
  const end = endOf(standing)
  return {
    state,
    ...(reason !== undefined && { reason }),
    fingerprint,
    ...(type !== undefined && { type }),
    expiresAt: end?.toISOString() ?? null,
    daysLeft: end ? Math.floor(daysUntil(end, now)) : null,
    missingPermissions: [...missingPermissions],
    reachesAccount,
  }
}
