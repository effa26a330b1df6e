import { createRequire } from 'node:module'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { formatApiKey } from '../../../functions/src/auth/api-key.ts'
import type { Caller } from '../../../functions/src/http/caller.ts'
import { graphOverHttp } from '../../../functions/src/graph/graph-client.undici.ts'
import { inspectToken } from '../../../functions/src/graph/token-inspection.undici.ts'
import { apiFunction } from '../../../functions/src/api/app.http.ts'
import { firestoreInstallationCounts } from '../../../functions/src/api/health-details.firestore.ts'
import { healthDetailsRoute } from '../../../functions/src/api/health-details.http.ts'
import { healthRoute } from '../../../functions/src/api/health.http.ts'
import { firestoreInbox } from '../../../functions/src/inbox/inbox-store.firestore.ts'
import { intakeFailureAlerts } from '../../../functions/src/intake/intake-failure-alerts.ts'
import { firestoreRawWebhooks } from '../../../functions/src/inbox/raw-webhook-store.firestore.ts'
import {
  getRawWebhookRoute,
  listRawWebhooksRoute,
  reprocessRoute,
} from '../../../functions/src/inbox/raw-webhooks.http.ts'
import { whatsappWebhookHandler } from '../../../functions/src/intake/whatsapp-webhook.http.ts'
import { resumeRoute } from '../../../functions/src/dispatch/message-actions.http.ts'
import { firestoreTemplates } from '../../../functions/src/templates/template-store.firestore.ts'
import { listTemplatesRoute, syncTemplatesRoute } from '../../../functions/src/templates/templates.http.ts'
import { APP_SECRET, engineRig, type EngineRig } from '../../../functions/test/support/engine-rig.ts'

export const API_KEY = formatApiKey('live', new Uint8Array(24).fill(7))
export const VERIFY_TOKEN = 'the-word-of-the-handshake'
const admin: Caller = {
  kind: 'key',
  keyId: 'key_1',
  owner: 'ops',
  scopes: ['admin'],
  sessions: 'all',
  mode: 'live',
}

type Handler = (...exchange: Parameters<ReturnType<typeof whatsappWebhookHandler>>) => unknown
interface Express {
  (): RequestListener & { all(path: string | RegExp, handler: Handler): void }
}

/** Hosting and the functions behind it, as far as the operator's commands reach them, over HTTP. */
export interface Installation {
  readonly url: string
  readonly rig: EngineRig
  close(): Promise<void>
}

/**
 * The real routes on the real database and the simulator.
 * @param tokenInUse the access token that the function `api` was deployed with; another one is another instance
 */
export async function installation(tokenInUse: () => string): Promise<Installation> {
  const rig = await engineRig()
  const instances = new Map<string, Handler>()
  const express = createRequire(createRequire(import.meta.url).resolve('firebase-functions'))(
    'express',
  ) as Express
  const app = express()
  app.all(
    '/webhooks/whatsapp',
    whatsappWebhookHandler(async () => ({
      ...rig.intake,
      appSecrets: () => [APP_SECRET],
      verifyToken: () => VERIFY_TOKEN,
      failureAlerts: intakeFailureAlerts(),
    })),
  )
  app.all(/^\/v1\//, (...exchange) => {
    const token = tokenInUse()
    const instance = instances.get(token) ?? apiInstance(rig, token)
    instances.set(token, instance)
    return instance(...exchange)
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    rig,
    async close() {
      server.closeAllConnections()
      server.close()
      await rig.close()
    },
  }
}

function apiInstance(rig: EngineRig, token: string): Handler {
  const { needs, db, graph, session, clock } = rig
  const settings = {
    url: graph.url,
    testUrl: graph.url,
    version: 'v26.0',
    accessToken: token,
    testAccessToken: token,
  }
  const steering = { ...needs, graph: graphOverHttp(settings, needs.log) }
  const rawWebhooks = {
    ...needs,
    inbox: firestoreInbox(db),
    bodies: firestoreRawWebhooks(db),
    writeAll: rig.intake.writeAll,
  }
  const templates = {
    sessions: needs.sessions,
    templateStore: firestoreTemplates(db),
    templateCaches: rig.templates,
  }
  const examining = {
    inspectToken: () => inspectToken({ url: graph.url, version: 'v26.0', token, wabaId: session.wabaId }),
    counts: firestoreInstallationCounts(db),
    graphVersion: 'v26.0',
    clock,
  }
  return apiFunction({}, async () => ({
    routes: [
      healthRoute(clock),
      healthDetailsRoute(async () => examining, clock),
      resumeRoute(async () => steering),
      listTemplatesRoute(async () => templates),
      syncTemplatesRoute(async () => templates),
      listRawWebhooksRoute(async () => rawWebhooks),
      getRawWebhookRoute(async () => rawWebhooks),
      reprocessRoute(async () => rawWebhooks),
    ],
    authenticate: async (header) => {
      if (header('authorization') === `Bearer ${API_KEY}`) return admin
      throw new Error('Another key than that of the test.')
    },
    acts: { recordAuditAction: async () => undefined, alert: needs.alert, clock },
    corsOrigins: [],
    docsUrl: '',
    ids: needs.ids,
    log: needs.log,
  }))
}
