import { setGlobalOptions } from 'firebase-functions/v2/options'
import { refuseDevelopmentSettings } from './composition/check-settings.ts'
import { outboxDocument, outboxWatchesUpdates, params, secrets, sessionTokenSecrets } from './config.ts'
import { loadFunction, loadBareHandler, servesOneOf } from './function-loader.ts'
import { drainOnSigterm } from './http/drain-on-sigterm.system.ts'
import { keepBodiesRaw } from './http/keep-bodies-raw.system.ts'
import { limitBodies } from './http/limit-bodies.system.ts'

const MEGABYTE = 1024 * 1024

setGlobalOptions({ region: params.region, maxInstances: 50, concurrency: 80, memory: '512MiB' })

refuseDevelopmentSettings(process.env)
if (servesOneOf('api', 'whatsappWebhook')) keepBodiesRaw()
// Memory: 512 MiB hold two uploads of 32 MB beside the code, 256 MiB four of Meta's largest webhooks.
if (servesOneOf('api')) limitBodies({ maxBytes: 33 * MEGABYTE, maxBytesAtOnce: 70 * MEGABYTE })
if (servesOneOf('whatsappWebhook')) limitBodies({ maxBytes: 3 * MEGABYTE, maxBytesAtOnce: 12 * MEGABYTE })

// The platform kills a process ten seconds after SIGTERM. Functions that send, or post to endpoints, finish first.
if (
  servesOneOf('api', 'dispatchMessage', 'outbox', 'outboxUpdated', 'retryMessages', 'processInbox') ||
  servesOneOf('deliverEvent', 'deliverSlowEvent', 'retryDeliveries')
)
  drainOnSigterm(8_000)

const graphSecrets = [secrets.accessToken, ...sessionTokenSecrets]

/** The HTTP API: everything under `/v1`. */
export const api = await loadFunction('api', async () =>
  (await import('./api/app.http.ts')).apiFunction(
    { secrets: graphSecrets, timeoutSeconds: 60, minInstances: params.apiMinInstances, invoker: 'public' },
    async () => (await import('./composition/api-function.ts')).apiServices(),
  ),
)

/** Meta's webhook: starts fast, stores, answers. */
export const whatsappWebhook = await loadBareHandler(
  'whatsappWebhook',
  {
    secrets: [secrets.appSecret, secrets.verifyToken],
    timeoutSeconds: 30,
    memory: '256MiB',
    minInstances: params.webhookMinInstances,
    invoker: 'public',
  },
  async () =>
    (await import('./intake/whatsapp-webhook.http.ts')).whatsappWebhookHandler(
      (await import('./composition/intake-function.ts')).intake,
    ),
)

/** Processes the inbox items that the webhook stored. */
export const processInbox = await loadFunction('processInbox', async () =>
  (await import('./inbox/process.trigger.ts')).processInboxFunction(
    { secrets: graphSecrets, timeoutSeconds: 60 },
    async () => (await import('./composition/inbox-functions.ts')).inboxFunctionServices(),
  ),
)

/** Processes inbox items that their trigger gave up on or missed. */
export const sweepInbox = await loadFunction('sweepInbox', async () =>
  (await import('./inbox/sweep.schedule.ts')).sweepInboxFunction(
    { secrets: graphSecrets, timeoutSeconds: 300, maxInstances: 1, concurrency: 1 },
    async () => (await import('./composition/inbox-functions.ts')).inboxFunctionServices(),
  ),
)

/** Retries, scheduled sends and unknown outcomes whose time has come. */
export const retryMessages = await loadFunction('retryMessages', async () =>
  (await import('./dispatch/retry.schedule.ts')).retryMessagesFunction(
    { secrets: graphSecrets, timeoutSeconds: 300, maxInstances: 1, concurrency: 1 },
    async () => (await import('./composition/send-functions.ts')).sendFunctionServices(),
  ),
)

/** The copies of templates, brought in line with Meta once an hour. */
export const syncTemplates = await loadFunction('syncTemplates', async () =>
  (await import('./templates/sync.schedule.ts')).syncTemplatesFunction(
    { secrets: graphSecrets, timeoutSeconds: 300, maxInstances: 1, concurrency: 1 },
    async () => (await import('./composition/templates-function.ts')).templatesFunctionServices(),
  ),
)

/** Warns before the access token of Meta ends. */
export const checkToken = await loadFunction('checkToken', async () =>
  (await import('./sessions/check-token.schedule.ts')).checkTokenFunction(
    { secrets: [...graphSecrets, secrets.appSecret], timeoutSeconds: 60, maxInstances: 1 },
    async () => (await import('./composition/check-token-function.ts')).checkTokenServices(),
  ),
)

/** Queued messages, one task each, at the pace of the queue. */
export const dispatchMessage = await loadFunction('dispatchMessage', async () =>
  (await import('./dispatch/dispatch.task.ts')).dispatchMessageFunction(
    {
      secrets: graphSecrets,
      timeoutSeconds: 60,
      maxInstances: 2,
      // The pace is that of each session; the queue serves them all.
      rateLimits: { maxDispatchesPerSecond: 500, maxConcurrentDispatches: params.dispatchConcurrency },
      retryConfig: { maxAttempts: 5, minBackoffSeconds: 5, maxBackoffSeconds: 60 },
    },
    async () => (await import('./composition/send-functions.ts')).sendFunctionServices(),
  ),
)

/** Files that people send, fetched from Meta at once. */
export const downloadMedia = await loadFunction('downloadMedia', async () =>
  (await import('./media/download-media.task.ts')).downloadMediaFunction(
    {
      secrets: graphSecrets,
      timeoutSeconds: 300,
      concurrency: 10,
      rateLimits: { maxDispatchesPerSecond: 20, maxConcurrentDispatches: 20 },
    },
    async () => (await import('./composition/media-functions.ts')).mediaFunctionServices(),
  ),
)

/** Counts the days that are over. */
export const countStats = await loadFunction('countStats', async () =>
  (await import('./stats/count-stats.schedule.ts')).countStatsFunction(
    { timeoutSeconds: 1800, maxInstances: 1, concurrency: 1 },
    async () => (await import('./composition/stats-function.ts')).statsFunctionServices(),
  ),
)

/** Deletes files whose messages are gone. */
export const purgeMedia = await loadFunction('purgeMedia', async () =>
  (await import('./media/purge-media.schedule.ts')).purgeMediaFunction(
    { timeoutSeconds: 540, maxInstances: 1, concurrency: 1 },
    async () => (await import('./composition/media-functions.ts')).mediaFunctionServices(),
  ),
)

/** Events, made into a delivery for each endpoint that wants them. */
export const fanOutEvent = await loadFunction('fanOutEvent', async () =>
  (await import('./deliveries/fan-out.trigger.ts')).fanOutEventFunction({ timeoutSeconds: 60 }, async () =>
    (await import('./composition/delivery-functions.ts')).fanOutServices(),
  ),
)

/** Deliveries to customers' endpoints, one task each. */
export const deliverEvent = await loadFunction('deliverEvent', async () =>
  (await import('./deliveries/deliver.task.ts')).deliverEventFunction(
    {
      timeoutSeconds: 60,
      // As fast as a queue goes; one slow endpoint holds a connection for ten seconds, so many may be open.
      rateLimits: { maxDispatchesPerSecond: 500, maxConcurrentDispatches: 500 },
      retryConfig: { maxAttempts: 5, minBackoffSeconds: 5, maxBackoffSeconds: 60 },
    },
    async () => (await import('./composition/delivery-functions.ts')).deliverServices(),
  ),
)

/** The same for endpoints that take long to answer: they hold connections that the others need. */
export const deliverSlowEvent = await loadFunction('deliverSlowEvent', async () =>
  (await import('./deliveries/deliver.task.ts')).deliverEventFunction(
    {
      timeoutSeconds: 60,
      rateLimits: { maxDispatchesPerSecond: 50, maxConcurrentDispatches: 50 },
      retryConfig: { maxAttempts: 5, minBackoffSeconds: 5, maxBackoffSeconds: 60 },
    },
    async () => (await import('./composition/delivery-functions.ts')).deliverServices(),
    'deliverSlowEvent',
  ),
)

/** Deliveries whose task did not come. */
export const retryDeliveries = await loadFunction('retryDeliveries', async () =>
  (await import('./deliveries/deliveries.schedule.ts')).retryDeliveriesFunction(
    { timeoutSeconds: 300, maxInstances: 1, concurrency: 1 },
    async () => (await import('./composition/delivery-functions.ts')).deliverServices(),
  ),
)

/** Documents that an app writes to have a message sent. */
export const outbox = await loadFunction('outbox', async () =>
  (await import('./outbox/outbox.trigger.ts')).outboxFunction(
    { secrets: graphSecrets, timeoutSeconds: 120, document: outboxDocument },
    async () => (await import('./composition/send-functions.ts')).sendFunctionServices(),
  ),
)

/** The same documents, asked for again by `delivery.state = "RETRY"`; off unless `OUTBOX_WATCH_UPDATES=true`. */
export const outboxUpdated = outboxWatchesUpdates()
  ? await loadFunction('outboxUpdated', async () =>
      (await import('./outbox/outbox.trigger.ts')).outboxUpdatedFunction(
        {
          secrets: graphSecrets,
          timeoutSeconds: 120,
          document: outboxDocument,
        },
        async () => (await import('./composition/send-functions.ts')).sendFunctionServices(),
      ),
    )
  : undefined
