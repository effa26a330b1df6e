import { join } from 'node:path'
import { appSecrets, params, wordsOf } from './config.ts'
import type { ApiNeeds } from './http/api.http.ts'
import type { HealthDetailsNeeds } from './http/health-details.ts'
import type { ProcessDoorNeeds } from './inbound/process.trigger.ts'
import type { SweepInboxNeeds } from './inbound/sweep-inbox.ts'
import { once } from './kernel/once.ts'
import type { DispatchQueuedNeeds } from './messages/dispatch-queued.ts'
import type { CountStatsNeeds } from './messages/count-stats.ts'
import type { DownloadMediaNeeds } from './messages/download-media.ts'
import type { PurgeMediaNeeds } from './messages/purge-media.ts'
import type { RetryNeeds } from './messages/retry-due.ts'
import type { SendOutboxNeeds } from './messages/send-outbox.ts'
import type { CheckTokenNeeds } from './sessions/check-token.ts'
import type { SyncAllNeeds } from './templates/sync-all.ts'
import { accessTools, auditTools, keyTools, limitTools, policyTools } from './wiring-access.ts'
import { conversingTools, inboundTools, rawWebhookTools } from './wiring-inbound.ts'
import { webhookTools } from './wiring-deliveries.ts'
import { firestore, kernelTools } from './wiring-kernel.ts'
import { mediaTools, sendingTools, statsTools } from './wiring-messages.ts'
import {
  examiningSession,
  managingSessions,
  sessionTokenInspections,
  tokenInspection,
} from './wiring-sessions.ts'
import { templateTools } from './wiring-templates.ts'

/**
 * Joins tools to needs: this file by function, those beside it (`wiring-…`) by room. Nobody else knows both. Tools are
 * loaded when the first request of a function asks for them.
 */
export const api = once(async (): Promise<ApiNeeds> => {
  const [{ routes }, { referenceFilesIn }, { authenticator }, acts, limits, policy, engine] =
    await Promise.all([
      import('./http/routes.http.ts'),
      import('./http/reference-files.system.ts'),
      accessTools(),
      auditTools(),
      limitTools(),
      policyTools(),
      sendingTools(),
    ])
  return {
    routes: routes({
      sending: async () => ({
        ...engine,
        takeSessionTurn: limits.takeSessionTurn,
        notifyRules: policy.notifyRules,
      }),
      reading: async () => engine,
      steering: async () => ({ ...engine, recordAct: acts.recordAct }),
      conversing: conversingTools,
      media: mediaTools,
      stats: statsTools,
      templates: templateTools,
      rawWebhooks: rawWebhookTools,
      webhooks: webhookTools,
      keys: keyTools,
      sessions: managingSessions,
      sessionHealth: examiningSession,
      audit: auditTools,
      policy: async () => ({ ...policy, standardPolicy: engine.settings.notifyPolicy }),
      examining,
      referenceFile: referenceFilesIn(referenceFolder),
      clock: engine.clock,
    }),
    authenticate: authenticator,
    acts,
    limits,
    corsOrigins: wordsOf(params.corsOrigins.value()),
    docsUrl: params.docsUrl.value(),
    ids: engine.ids,
    log: engine.log,
  }
})

/** Beside the bundle: the build puts it there. */
const referenceFolder = join(import.meta.dirname, 'reference')

export const processing = once(async (): Promise<ProcessDoorNeeds> => inboundTools())

export const sweepingInbox = once(async (): Promise<SweepInboxNeeds> => inboundTools())

export const retrying = once(async (): Promise<RetryNeeds> => sendingTools())

export const dispatching = once(async (): Promise<DispatchQueuedNeeds> => sendingTools())

export const downloadingMedia = once(async (): Promise<DownloadMediaNeeds> => mediaTools())

export const countingStats = once(async (): Promise<CountStatsNeeds> => statsTools())

export const purgingMedia = once(async (): Promise<PurgeMediaNeeds> => mediaTools())

export const outbox = once(async (): Promise<SendOutboxNeeds> => sendingTools())

export const syncingTemplates = once(async (): Promise<SyncAllNeeds> => templateTools())

export const checkingToken = once(async (): Promise<readonly CheckTokenNeeds[]> => {
  const app = () => ({ id: params.appId.value(), secret: appSecrets()[0] ?? '' })
  const [{ firestoreTokenWarnings }, { clock, log }, inspect, ofSessions, db] = await Promise.all([
    import('./sessions/check-token.firestore.ts'),
    kernelTools(),
    tokenInspection(app),
    sessionTokenInspections(app),
    firestore(),
  ])
  const needs = { inspect, keep: firestoreTokenWarnings(db), clock, log }
  return [
    needs,
    ...[...ofSessions].map(([secret, inspectOwn]) => ({ ...needs, secret, inspect: inspectOwn })),
  ]
})

const examining = once(async (): Promise<HealthDetailsNeeds> => {
  const [{ firestoreCensus }, { clock }, inspect, db] = await Promise.all([
    import('./http/health-details.firestore.ts'),
    kernelTools(),
    tokenInspection(),
    firestore(),
  ])
  return {
    inspectToken: inspect,
    census: firestoreCensus(db),
    graphVersion: params.apiVersion.value(),
    clock,
  }
})

export { delivering, fanningOut } from './wiring-deliveries.ts'
