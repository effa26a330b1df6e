import { Firestore } from '@google-cloud/firestore'
import type { EmbeddedFirestore } from '@waypost/embedded-firestore'
import { startGraphSimulator, type GraphSimulator } from '@waypost/graph-simulator'
import { createHmac, randomBytes } from 'node:crypto'
import { firestoreApiKeys } from '../../src/auth/api-key-store.firestore.ts'
import { formatApiKey, hashOf, type ApiKey } from '../../src/auth/api-key.ts'
import type { Endpoint } from '../../src/deliveries/endpoint.ts'
import { firestoreEndpoints } from '../../src/deliveries/endpoint-store.firestore.ts'
import { firestoreSessions } from '../../src/sessions/session-store.firestore.ts'
import type { Session } from '../../src/sessions/session.ts'
import { buildDeployable } from './deployable.ts'
import { serveFunction } from './served-function.ts'
import { serveTasks } from './served-tasks.ts'
import { startFirestore } from './start-firestore.ts'

const projectId = 'demo-waypost'
const appSecret = 'app-secret'
/** Statuses happen when a test lets them, and not in a race with our own answer to Meta's. */
const AN_HOUR = 3_600_000
const account = { accessToken: 'token', wabaId: '102290129340398', phoneNumberId: '106540352242922' }

/**
 * The functions as they are deployed: the bundle, each in a process of its own with its own composition and caches,
 * between the embedded Firestore and the Graph simulator.
 */
export interface DeployedStack {
  readonly firestore: EmbeddedFirestore
  readonly db: Firestore
  readonly graph: GraphSimulator
  /** Calls the API with a key of scope send and read; `subscribed`: with one whose owner has an endpoint for all events. */
  call(
    path: string,
    options?: { body?: object; idempotencyKey?: string; subscribed?: boolean },
  ): Promise<{ status: number; body: unknown }>
  /** Posts to the webhook as Meta would. */
  webhook(body: object): Promise<void>
  /** One run of the schedule. */
  sweep(): Promise<void>
  /** Runs the tasks of messages that were enqueued since. */
  dispatchTasks(): Promise<void>
  /** Lets Meta tell all statuses and the triggers deal with what came. */
  settle(): Promise<void>
  /** Leaves nothing but the key and the session. */
  reset(): Promise<void>
  close(): Promise<void>
}

export async function deployedStack(): Promise<DeployedStack> {
  const [deployable, tasks, firestore, graph] = await Promise.all([
    buildDeployable(),
    serveTasks(),
    startFirestore(),
    startGraphSimulator({ port: 0, appSecret, verifyToken: 'verify', ...account, statusDelayMs: AN_HOUR }),
  ])
  const [host = '', port = ''] = firestore.host.split(':')
  const db = new Firestore({
    projectId,
    host: `${host}:${port}`,
    ssl: false,
    ignoreUndefinedProperties: true,
    customHeaders: { authorization: 'Bearer owner' },
  })
  const serve = (name: string) =>
    serveFunction(deployable.entry, name, {
      ...deployedEnvironment(firestore.host, graph.url),
      CLOUD_TASKS_EMULATOR_HOST: tasks.host,
    })
  const [api, webhook, processInbox, outbox, retry, fanOut, dispatch] = await Promise.all(
    [
      'api',
      'whatsappWebhook',
      'processInbox',
      'outbox',
      'retryMessages',
      'fanOutEvent',
      'dispatchMessage',
    ].map(serve),
  )
  if (!api || !webhook || !processInbox || !outbox || !retry || !fanOut || !dispatch)
    throw new Error('A function is not served')
  graph.setWebhookUrl(webhook.url)
  for (const [document, { url }] of [
    ['inbox/{itemId}', processInbox],
    ['outbox/{documentId}', outbox],
    ['events/{eventId}', fanOut],
  ] as const)
    firestore.addTrigger({
      id: document,
      eventType: 'google.cloud.firestore.document.v1.created',
      project: projectId,
      document,
      retry: true,
      url,
    })
  const secret = formatApiKey('live', randomBytes(24))
  const subscribedSecret = formatApiKey('live', randomBytes(24))
  const settle = async (): Promise<void> => {
    await graph.drainWebhooks()
    await firestore.eventsIdle()
  }
  return {
    firestore,
    db,
    graph,
    async call(path, { body, idempotencyKey, subscribed = false } = {}) {
      const response = await fetch(`${api.url}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${subscribed ? subscribedSecret : secret}`,
          'content-type': 'application/json',
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: await response.json() }
    },
    async webhook(json) {
      const body = JSON.stringify(json)
      const signature = createHmac('sha256', appSecret).update(body).digest('hex')
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
      await succeeded(webhook.url, { method: 'POST', headers, body })
    },
    sweep: () => succeeded(retry.url, { method: 'POST' }),
    async dispatchTasks() {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${taskToken}` }
      await Promise.all(
        tasks
          .take('dispatchMessage')
          .map((body) => succeeded(dispatch.url, { method: 'POST', headers, body })),
      )
    },
    settle,
    async reset() {
      await settle()
      graph.reset()
      firestore.clear()
      tasks.take('dispatchMessage')
      await firestoreApiKeys(db).add(keyOf(secret))
      await firestoreApiKeys(db).add({
        ...keyOf(subscribedSecret),
        owner: endpoint.owner,
        scopes: ['send', 'read', 'webhooks'],
      })
      await firestoreEndpoints(db).add(endpoint)
      await firestoreSessions(db).put(session)
    },
    async close() {
      await Promise.all(
        [api, webhook, processInbox, outbox, retry, fanOut, dispatch].map((served) => served.close()),
      )
      await graph.close()
      await tasks.close()
      await db.terminate()
      await firestore.close()
      deployable.remove()
    },
  }
}

/** The platform checks who enqueues; the function only reads the token. */
const taskToken = ['{"alg":"none"}', '{"sub":"tasks"}', 'signature']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')

/** What a deploy sets: parameters that have a default get it there. */
/** The settings of a deployment, for functions in processes of their own. */
export const deployedEnvironment = (firestoreHost: string, graphUrl: string): Record<string, string> => ({
  FIREBASE_CONFIG: JSON.stringify({ projectId }),
  FUNCTIONS_REGION: 'us-central1',
  // No lookup of Google's metadata server.
  METADATA_SERVER_DETECTION: 'none',
  FIRESTORE_EMULATOR_HOST: firestoreHost,
  WHATSAPP_ACCESS_TOKEN: account.accessToken,
  WHATSAPP_APP_SECRET: appSecret,
  WHATSAPP_VERIFY_TOKEN: 'verify',
  WHATSAPP_PHONE_NUMBER_ID: account.phoneNumberId,
  WHATSAPP_WABA_ID: account.wabaId,
  WHATSAPP_API_VERSION: 'v26.0',
  WHATSAPP_GRAPH_URL: graphUrl,
  MAX_ATTEMPTS: '5',
  UNKNOWN_GRACE_SECONDS: '120',
  DISPATCH_RATE_PER_SECOND: '1000',
  DISPATCH_CONCURRENCY: '20',
  OUTBOX_COLLECTION: 'outbox',
  RAW_RETENTION: 'unread',
  NOTIFY_POLICY: 'claim',
  RATE_LIMIT_TRUSTED: '1000000',
})

const keyOf = (secret: string): ApiKey => ({
  id: 'key_operations',
  hash: hashOf(secret),
  prefix: secret.slice(0, 12),
  lastFour: secret.slice(-4),
  owner: 'operations',
  name: 'Operations',
  mode: 'live',
  scopes: ['send', 'read'],
  sessions: 'all',
  createdAt: new Date(),
})

const session: Session = {
  id: 'ses_default',
  name: 'Default',
  channel: 'cloud',
  phoneNumberId: account.phoneNumberId,
  wabaId: account.wabaId,
  owners: [],
  isDefault: true,
}

async function succeeded(url: string, request: RequestInit): Promise<void> {
  const response = await fetch(url, request)
  if (!response.ok) throw new Error(`${url} answered ${String(response.status)}: ${await response.text()}`)
  await response.arrayBuffer()
}

/** Its deliveries go into the task queue, which calls no function here. */
const endpoint: Endpoint = {
  id: 'ep_01h455vb4pex5vsknk084sn02q',
  url: 'https://example.com/hook',
  events: ['*'],
  scope: 'owner:subscribed',
  owner: 'subscribed',
  readers: ['owner:subscribed'],
  enabled: true,
  ordered: false,
  secrets: [],
  createdAt: new Date(0),
}
