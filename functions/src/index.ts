import { setGlobalOptions } from 'firebase-functions/v2/options'
import { params, secrets } from './config.ts'
import { own } from './own.ts'
import * as wiring from './wiring.ts'

setGlobalOptions({ region: params.region, maxInstances: 50, concurrency: 80, memory: '512MiB' })

const graphSecrets = [secrets.accessToken]

/** The HTTP API: everything under `/v1`. */
export const api = await own('api', async () =>
  (await import('./http/api.http.ts')).apiFunction(
    { secrets: graphSecrets, timeoutSeconds: 60, minInstances: params.apiMinInstances, invoker: 'public' },
    wiring.api,
  ),
)

/** Meta's webhook: starts fast, stores, answers. */
export const whatsappWebhook = await own('whatsappWebhook', async () =>
  (await import('./inbound/whatsapp-webhook.http.ts')).whatsappWebhookFunction(
    {
      secrets: [secrets.appSecret, secrets.verifyToken],
      timeoutSeconds: 30,
      memory: '256MiB',
      minInstances: params.webhookMinInstances,
      invoker: 'public',
    },
    wiring.intake,
  ),
)

/** What needs thought among the things Meta told. */
export const processInbox = await own('processInbox', async () =>
  (await import('./inbound/process.trigger.ts')).processInboxFunction(
    { secrets: graphSecrets, timeoutSeconds: 60 },
    wiring.processing,
  ),
)

/** Retries, scheduled sends and unknown outcomes whose time has come. */
export const retryMessages = await own('retryMessages', async () =>
  (await import('./messages/retry.schedule.ts')).retryMessagesFunction(
    { secrets: graphSecrets, timeoutSeconds: 300, maxInstances: 1, concurrency: 1 },
    wiring.retrying,
  ),
)
