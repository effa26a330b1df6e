import { expr, defineInt, defineSecret, defineString } from 'firebase-functions/params'

/**
 * Every setting of a deployment: the only file that reads parameters and secrets. `docs/reference/configuration.md`
 * says what each one is for. Values are read inside requests, never while the module loads.
 */
export const secrets = {
  accessToken: defineSecret('WHATSAPP_ACCESS_TOKEN', {
    description: "Meta's access token, of a system user",
  }),
  appSecret: defineSecret('WHATSAPP_APP_SECRET', {
    description: "The Meta app's secret; two, with a comma between, while it changes",
  }),
  verifyToken: defineSecret('WHATSAPP_VERIFY_TOKEN', {
    description: 'The word Meta says when it registers the webhook',
  }),
}

/**
 * Secrets with access tokens of single sessions, by name. A secret is bound when a function is deployed, so their
 * names are read while functions are listed and cannot be a parameter.
 */
export const sessionTokenSecrets = listParameter(process.env['WHATSAPP_TOKEN_SECRETS'] ?? '').map((name) => {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name))
    throw new Error(
      `WHATSAPP_TOKEN_SECRETS: "${name}" cannot name a secret. Write it like SHOP_ACCESS_TOKEN.`,
    )
  return defineSecret(name, { description: "Meta's access token of a single session" })
})

/** The tokens of sessions that have one of their own, by the name of the secret. */
const sessionTokens = (): ReadonlyMap<string, string> =>
  new Map(sessionTokenSecrets.map((secret) => [secret.name, secret.value().trim()]))

/** All access tokens; read inside requests. */
export const accessTokens = () => ({
  accessToken: secrets.accessToken.value().trim(),
  sessionTokens: sessionTokens(),
  testAccessToken: params.testAccessToken.value(),
})

/** The app's secret, or two of them while it changes; read inside requests. */
export const appSecrets = (): string[] => listParameter(secrets.appSecret.value())

const text = (name: string, description: string, fallback: string) =>
  defineString(name, { description, default: fallback })
const whole = (name: string, description: string, fallback: number) =>
  defineInt(name, { description, default: fallback })

/** Whether changes of outbox documents wake a function too; read while functions are listed, so it cannot be a parameter. */
export const outboxWatchesUpdates = (): boolean => process.env['OUTBOX_WATCH_UPDATES'] === 'true'

export const params = {
  region: text('FUNCTIONS_REGION', 'Where the functions run', 'us-central1'),
  phoneNumberId: text('WHATSAPP_PHONE_NUMBER_ID', "Meta's id of the number that sends", ''),
  wabaId: text('WHATSAPP_WABA_ID', 'The WhatsApp Business Account', ''),
  appId: text('WHATSAPP_APP_ID', 'The Meta app; with it checkToken asks about a dead token too', ''),
  apiVersion: text('WHATSAPP_API_VERSION', 'Version of the Graph API', 'v26.0'),
  graphUrl: text('WHATSAPP_GRAPH_URL', 'Where the Graph API is', 'https://graph.facebook.com'),
  testGraphUrl: text(
    'WHATSAPP_TEST_GRAPH_URL',
    'A Graph simulator for messages of test keys; without one they are shown, not sent',
    '',
  ),
  testAccessToken: text(
    'WHATSAPP_TEST_ACCESS_TOKEN',
    "The simulator's access token: Meta's own never goes there",
    '',
  ),
  defaultRecipient: text('WHATSAPP_DEFAULT_RECIPIENT', 'Default recipient', ''),
  defaultCountry: text('WHATSAPP_DEFAULT_COUNTRY', 'The country of numbers written without one, like IL', ''),
  notifyPolicy: text('NOTIFY_POLICY', 'Whom plain users may message: claim, self or any', 'claim'),
  enforceAppCheck: text('ENFORCE_APP_CHECK', 'true: signed-in users need an App Check token too', 'false'),
  corsOrigins: text(
    'CORS_ORIGINS',
    'Origins whose pages may call the API, with commas between; * for all',
    '',
  ),
  quietHours: text(
    'QUIET_HOURS',
    'When recipients are not to be disturbed, in their own time, like 22:00-08:00',
    '',
  ),
  optOutWords: text(
    'OPT_OUT_WORDS',
    'Words, with commas between, that opt a contact out as the whole message, beside our list',
    '',
  ),
  optInWords: text(
    'OPT_IN_WORDS',
    'Words, with commas between, that opt a contact in again as the whole message, beside our list',
    '',
  ),
  dispatchRate: whole('DISPATCH_RATE_PER_SECOND', 'Queued messages sent per second, for each sender', 20),
  dispatchConcurrency: whole('DISPATCH_CONCURRENCY', 'Queued messages under way at the same time', 80),
  outboxCollection: text('OUTBOX_COLLECTION', 'The collection whose documents are sent', 'outbox'),
  maxAttempts: whole('MAX_ATTEMPTS', 'Attempts to send a message, the first included', 5),
  unknownGraceSeconds: whole(
    'UNKNOWN_GRACE_SECONDS',
    'How long a status may take to tell what became of a send whose answer was lost',
    120,
  ),
  rawRetention: text(
    'RAW_RETENTION',
    "Which of Meta's webhooks to keep as received: unread or always",
    'unread',
  ),
  rateLimitUnauthenticated: whole(
    'RATE_LIMIT_UNAUTHENTICATED',
    'Requests of one address in 15 minutes without credentials; 0: any number',
    100,
  ),
  rateLimitUser: whole(
    'RATE_LIMIT_USER',
    'Requests of one signed-in user without a role in 15 minutes; 0: any number',
    100,
  ),
  rateLimitTrusted: whole(
    'RATE_LIMIT_TRUSTED',
    'Requests of one sender, operator or API key in 15 minutes; 0: any number',
    1000,
  ),
  rateLimitWebSession: whole(
    'RATE_LIMIT_WEB_SESSION',
    'Messages through one paired phone in a minute; 0: any number',
    20,
  ),
  rateLimitCloudSession: whole(
    'RATE_LIMIT_CLOUD_SESSION',
    'Messages through one Cloud API number in a minute; 0: as many as Meta takes',
    0,
  ),
  mediaBucket: text(
    'MEDIA_BUCKET',
    "The Cloud Storage bucket for files that people send; without one the project's own",
    '',
  ),
  mediaFolder: text(
    'MEDIA_FOLDER',
    'A folder for those files instead of a bucket, on a machine of your own; never on Cloud Functions',
    '',
  ),
  webhooksToLoopback: text(
    'WEBHOOKS_TO_LOOPBACK',
    'true: events may be posted to this machine, over http too; for the local stack only',
    'false',
  ),
  docsUrl: text('DOCS_URL', 'Where the error pages are; without one, the API serves them itself', ''),
  apiMinInstances: whole('API_MIN_INSTANCES', 'Instances of the API kept warm', 0),
  webhookMinInstances: whole('WEBHOOK_MIN_INSTANCES', 'Instances of the webhook kept warm', 0),
}

/** The documents of the outbox, as a trigger wants them named. */
export const outboxDocument = expr`${params.outboxCollection}/{documentId}`

/** The words of a setting with commas in between. */
export function listParameter(value: string): string[] {
  return value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
