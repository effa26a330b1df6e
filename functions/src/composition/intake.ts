import { firestoreBatchWrite, type IntakeDatabase } from '../intake/batch-write.firestore.ts'
import { intakeFailureAlerts } from '../intake/intake-failure-alerts.ts'
import { recentBodyCache } from '../intake/recent-body-cache.ts'
import type { WebhookNeeds } from '../intake/whatsapp-webhook.http.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'

interface IntakeDependencies extends Pick<WebhookNeeds, 'appSecrets' | 'verifyToken' | 'keepAllBodies'> {
  readonly database: IntakeDatabase
  readonly clock: Clock
  readonly log: Log
}

/** Stores Meta's webhooks. Composed without the platform, because its function must start fast. */
export const createIntakeServices = ({ database, ...dependencies }: IntakeDependencies): WebhookNeeds => ({
  ...dependencies,
  writeAll: firestoreBatchWrite(database),
  seen: recentBodyCache(),
  failureAlerts: intakeFailureAlerts(),
})
