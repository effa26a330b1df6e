import type { ApiNeeds } from '../api/app.http.ts'
import { firestoreInstallationCounts } from '../api/health-details.firestore.ts'
import type { ReadReferenceFile } from '../api/reference-page.ts'
import { routes } from '../api/routes.http.ts'
import { auditServices } from './audit.ts'
import { apiKeyServices, notifyPolicyServices } from './auth.ts'
import { contactRouteServices } from './contact-routes.ts'
import { endpointServices } from './deliveries.ts'
import { tokenInspection } from './graph.ts'
import { rawWebhookServices } from './inbox.ts'
import { mediaServices } from './media.ts'
import type { Platform } from './platform.ts'
import { rateLimitServices } from './rate-limits.ts'
import { sendServices } from './send.ts'
import { sessionHealthServices, sessionRouteServices } from './session-routes.ts'
import { statsServices } from './stats.ts'
import { templateServices } from './templates.ts'

interface ApiDependencies extends Pick<ApiNeeds, 'authenticate'> {
  readonly referenceFile: ReadReferenceFile
}

/** The API: every route with its services, which are created when a request asks for them. */
export function createApiServices(
  platform: Platform,
  { authenticate, referenceFile }: ApiDependencies,
): ApiNeeds {
  const { clock, ids, log, settings } = platform
  const engine = sendServices(platform)
  const acts = auditServices(platform)
  const limits = rateLimitServices(platform)
  const policy = notifyPolicyServices(platform)
  return {
    routes: routes({
      sending: async () => ({
        ...engine,
        consumeSessionQuota: limits.consumeSessionQuota,
        notifyRules: policy.notifyRules,
      }),
      reading: async () => engine,
      steering: async () => ({ ...engine, recordAuditAction: acts.recordAuditAction }),
      conversing: async () => contactRouteServices(platform),
      media: async () => mediaServices(platform),
      stats: async () => statsServices(platform),
      templates: async () => templateServices(platform),
      rawWebhooks: async () => rawWebhookServices(platform),
      webhooks: async () => endpointServices(platform),
      keys: async () => apiKeyServices(platform),
      sessions: async () => sessionRouteServices(platform),
      sessionHealth: async () => sessionHealthServices(platform),
      audit: async () => acts,
      policy: async () => ({ ...policy, standardPolicy: engine.settings.notifyPolicy }),
      examining: async () => ({
        inspectToken: tokenInspection(platform),
        counts: firestoreInstallationCounts(platform.db),
        graphVersion: settings.graph.version,
        clock,
      }),
      referenceFile,
      clock,
    }),
    authenticate,
    acts,
    limits,
    corsOrigins: settings.corsOrigins,
    docsUrl: settings.docsUrl,
    ids,
    log,
  }
}
