import { join } from 'node:path'
import { appSecrets, params, listParameter } from './config.ts'
import type { ApiNeeds } from './api/app.http.ts'
import type { HealthDetailsNeeds } from './api/health-details.ts'
import type { ProcessTriggerNeeds } from './inbox/process.trigger.ts'
import type { SweepInboxNeeds } from './inbox/sweep-inbox.ts'
import { once } from './kernel/once.ts'
import type { RunQueuedAttemptNeeds } from './dispatch/run-queued-attempt.ts'
import type { CountStatsNeeds } from './stats/count-stats.ts'
import type { DownloadMediaNeeds } from './media/download-media.ts'
import type { PurgeMediaNeeds } from './media/purge-media.ts'
import type { SweepDueNeeds } from './dispatch/sweep-due-messages.ts'
import type { ProcessOutboxNeeds } from './outbox/process-outbox-document.ts'
import type { CheckTokenNeeds } from './sessions/check-token.ts'
import type { SyncAllNeeds } from './templates/sync-all.ts'
import {
  accessServices,
  auditServices,
  apiKeyServices,
  rateLimitServices,
  policyServices,
} from './wiring-access.ts'
import { conversationRouteServices, inboxServices, rawWebhookServices } from './wiring-inbound.ts'
import { webhookServices } from './wiring-deliveries.ts'
import { firestore, kernelServices } from './wiring-kernel.ts'
import { mediaServices, sendServices, statsServices } from './wiring-messages.ts'
import {
  sessionHealthServices,
  sessionRouteServices,
  sessionTokenInspections,
  tokenInspectionServices,
} from './wiring-sessions.ts'
import { templateServices } from './wiring-templates.ts'

/**
 * Joins tools to needs: this file by function, those beside it (`wiring-…`) by room. Nobody else knows both. Tools are
 * loaded when the first request of a function asks for them.
 */
export const api = once(async (): Promise<ApiNeeds> => {
  const [{ routes }, { referenceFilesIn }, { authenticator }, acts, limits, policy, engine] =
    await Promise.all([
      import('./api/routes.http.ts'),
      import('./api/reference-files.system.ts'),
      accessServices(),
      auditServices(),
      rateLimitServices(),
      policyServices(),
      sendServices(),
    ])
  return {
    routes: routes({
      sending: async () => ({
        ...engine,
        consumeSessionQuota: limits.consumeSessionQuota,
        notifyRules: policy.notifyRules,
      }),
      reading: async () => engine,
      steering: async () => ({ ...engine, recordAuditAction: acts.recordAuditAction }),
      conversing: conversationRouteServices,
      media: mediaServices,
      stats: statsServices,
      templates: templateServices,
      rawWebhooks: rawWebhookServices,
      webhooks: webhookServices,
      keys: apiKeyServices,
      sessions: sessionRouteServices,
      sessionHealth: sessionHealthServices,
      audit: auditServices,
      policy: async () => ({ ...policy, standardPolicy: engine.settings.notifyPolicy }),
      examining,
      referenceFile: referenceFilesIn(referenceFolder),
      clock: engine.clock,
    }),
    authenticate: authenticator,
    acts,
    limits,
    corsOrigins: listParameter(params.corsOrigins.value()),
    docsUrl: params.docsUrl.value(),
    ids: engine.ids,
    log: engine.log,
  }
})

/** Beside the bundle: the build puts it there. */
const referenceFolder = join(import.meta.dirname, 'reference')

export const processInboxServices = once(async (): Promise<ProcessTriggerNeeds> => inboxServices())

export const sweepInboxServices = once(async (): Promise<SweepInboxNeeds> => inboxServices())

export const retryServices = once(async (): Promise<SweepDueNeeds> => sendServices())

export const dispatchServices = once(async (): Promise<RunQueuedAttemptNeeds> => sendServices())

export const downloadMediaServices = once(async (): Promise<DownloadMediaNeeds> => mediaServices())

export const countStatsServices = once(async (): Promise<CountStatsNeeds> => statsServices())

export const purgeMediaServices = once(async (): Promise<PurgeMediaNeeds> => mediaServices())

export const outbox = once(async (): Promise<ProcessOutboxNeeds> => sendServices())

export const syncTemplatesServices = once(async (): Promise<SyncAllNeeds> => templateServices())

export const checkTokenServices = once(async (): Promise<readonly CheckTokenNeeds[]> => {
  const app = () => ({ id: params.appId.value(), secret: appSecrets()[0] ?? '' })
  const [{ firestoreTokenWarnings }, { clock, log }, inspect, ofSessions, db] = await Promise.all([
    import('./sessions/check-token.firestore.ts'),
    kernelServices(),
    tokenInspectionServices(app),
    sessionTokenInspections(app),
    firestore(),
  ])
  const needs = { inspect, saveWarning: firestoreTokenWarnings(db), clock, log }
  return [
    needs,
    ...[...ofSessions].map(([secret, inspectOwn]) => ({ ...needs, secret, inspect: inspectOwn })),
  ]
})

const examining = once(async (): Promise<HealthDetailsNeeds> => {
  const [{ firestoreInstallationCounts }, { clock }, inspect, db] = await Promise.all([
    import('./api/health-details.firestore.ts'),
    kernelServices(),
    tokenInspectionServices(),
    firestore(),
  ])
  return {
    inspectToken: inspect,
    counts: firestoreInstallationCounts(db),
    graphVersion: params.apiVersion.value(),
    clock,
  }
})

export { deliverServices, fanOutServices } from './wiring-deliveries.ts'
