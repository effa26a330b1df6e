import type { KernelServices } from '../kernel/kernel-services.ts'
import type { HealthDetails } from '@waypost/contract'
import { apiVersionLifecycle } from '../graph/api-version-lifecycle.ts'
import type { InspectToken } from '../sessions/access-token.ts'
import type { Hold } from '../sessions/session.ts'
import { tokenHealth } from '../sessions/token-health.ts'

/** Counts from the database; each costs a few reads, however much is stored. */
export interface InstallationCounts {
  readonly sessionsOnHold: readonly { readonly id: string; readonly name: string; readonly hold: Hold }[]
  readonly waiting: number
  readonly due: number
  readonly oldestDueAt: Date | null
  readonly held: number
  readonly lastWebhookAt: Date | null
  readonly quarantined: number
}

export interface HealthDetailsNeeds extends Pick<KernelServices, 'clock'> {
  inspectToken: InspectToken
  counts(now: Date): Promise<InstallationCounts>
  /** Like `v26.0`. */
  graphVersion: string
}

/** Reads the token's status, the Graph API version, the queue and the last webhook. */
export async function healthDetails(needs: HealthDetailsNeeds): Promise<HealthDetails> {
  const now = needs.clock.now()
  const [tokenStatus, census] = await Promise.all([needs.inspectToken(), needs.counts(now)])
  const { state, lastDay = null, daysLeft = null } = apiVersionLifecycle(needs.graphVersion, now)
  return {
    time: now.toISOString(),
    token: tokenHealth(tokenStatus, now),
    graph: { version: needs.graphVersion, state, lastDay, daysLeft },
    sessionsOnHold: census.sessionsOnHold.map(({ id, name, hold }) => ({
      id,
      name,
      code: hold.code,
      reason: hold.reason,
      since: hold.since.toISOString(),
    })),
    queue: {
      waiting: census.waiting,
      due: census.due,
      oldestDueAt: census.oldestDueAt?.toISOString() ?? null,
      held: census.held,
    },
    webhooks: {
      lastAt: census.lastWebhookAt?.toISOString() ?? null,
      quarantined: census.quarantined,
    },
  }
}
