import { appSecrets, params, secrets } from './config.ts'
import type { WebhookNeeds } from './intake/whatsapp-webhook.http.ts'
import { once } from './kernel/once.ts'

/** What storing Meta's webhooks needs. In a file of its own, since its function has to start fast: nothing else is wired here. */
export const intake = once(async (): Promise<WebhookNeeds> => {
  const [writeAll, { recentBodyCache }, { intakeFailureAlerts }, { systemClock }, { cloudLog }] =
    await Promise.all([
      intakeWriter(),
      import('./intake/recent-body-cache.ts'),
      import('./intake/intake-failure-alerts.ts'),
      import('./kernel/clock.system.ts'),
      import('./kernel/log.firebase.ts'),
    ])
  return {
    writeAll,
    seen: recentBodyCache(),
    failureAlerts: intakeFailureAlerts(),
    keepAllBodies: params.rawRetention.value() === 'always',
    appSecrets,
    verifyToken: () => secrets.verifyToken.value().trim(),
    clock: systemClock,
    log: cloudLog,
  }
})

/** Where the intake writes; loads no client of Firestore. */
export const intakeWriter = once(async () =>
  (await import('./intake/batch-write.firestore.ts')).firestoreBatchWrite({
    projectId: process.env['GCLOUD_PROJECT'] ?? '',
    emulatorHost: process.env['FIRESTORE_EMULATOR_HOST'],
  }),
)
