import { params, secrets } from './config.ts'
import type { ApiNeeds } from './http/api.http.ts'
import type { ProcessDoorNeeds } from './inbound/process.trigger.ts'
import type { WebhookNeeds } from './inbound/whatsapp-webhook.http.ts'
import { once } from './kernel/once.ts'
import type { SendSettings } from './messages/prepare-send.ts'
import type { RetryNeeds } from './messages/retry-due.ts'
import type { Session } from './sessions/session.ts'

/**
 * Joins tools to needs: the only file that knows both. Tools are loaded when the first request of a
 * function asks for them, so that the webhook never loads what only the API uses.
 */
export const api = once(async (): Promise<ApiNeeds> => {
  const [{ routes }, { authenticator }, engine, { randomIds }, settings] = await Promise.all([
    import('./http/routes.http.ts'),
    accessTools(),
    sendingTools(),
    import('./kernel/ids.random.ts'),
    sendSettings(),
  ])
  const sending = { ...engine, ids: randomIds, settings }
  return {
    routes: routes({
      sending: async () => sending,
      reading: async () => ({ messages: engine.messages }),
      clock: engine.clock,
    }),
    authenticate: authenticator,
    corsOrigins: listOf(params.corsOrigins.value()),
    docsUrl: params.docsUrl.value(),
    ids: randomIds,
    log: engine.log,
  }
})

export const intake = once(async (): Promise<WebhookNeeds> => {
  const [{ intakeOverRest }, { seenBodies }, { systemClock }, { cloudLog }] = await Promise.all([
    import('./inbound/intake-rest.firestore.ts'),
    import('./inbound/seen-bodies.ts'),
    import('./kernel/clock.system.ts'),
    import('./kernel/log.firebase.ts'),
  ])
  return {
    writeAll: intakeOverRest({
      projectId: projectId(),
      emulatorHost: process.env['FIRESTORE_EMULATOR_HOST'],
    }),
    seen: seenBodies(),
    keepAllBodies: params.rawRetention.value() === 'always',
    appSecrets: () => listOf(secrets.appSecret.value()),
    verifyToken: () => secrets.verifyToken.value(),
    clock: systemClock,
    log: cloudLog,
  }
})

export const processing = once(async (): Promise<ProcessDoorNeeds> => {
  const [engine, { firestoreInbox, readInboxItem }, db] = await Promise.all([
    sendingTools(),
    import('./inbound/inbox-store.firestore.ts'),
    firestore(),
  ])
  return {
    ...engine,
    inbox: firestoreInbox(db),
    read: (document) => readInboxItem(document as Parameters<typeof readInboxItem>[0]),
  }
})

export const retrying = once(async (): Promise<RetryNeeds> => sendingTools())

/** Sessions and keys change rarely; a change is seen everywhere within this time. */
const REMEMBERED_SECONDS = 30

const firestore = once(async () => {
  const [{ getFirestore }, app] = await Promise.all([import('firebase-admin/firestore'), adminApp()])
  const db = getFirestore(app)
  db.settings({ ignoreUndefinedProperties: true })
  return db
})

const adminApp = once(async () => (await import('firebase-admin/app')).initializeApp())

/** What every function that sends needs. */
const sendingTools = once(async () => {
  const [
    { firestoreMessages },
    { graphOverHttp },
    { systemClock },
    { randomChance },
    { cloudLog },
    sessions,
    db,
  ] = await Promise.all([
    import('./messages/message-store.firestore.ts'),
    import('./graph/graph-client.undici.ts'),
    import('./kernel/clock.system.ts'),
    import('./kernel/chance.random.ts'),
    import('./kernel/log.firebase.ts'),
    sessionTools(),
    firestore(),
  ])
  const graph = graphOverHttp(
    {
      url: params.graphUrl.value(),
      testUrl: params.testGraphUrl.value(),
      version: params.apiVersion.value(),
      accessToken: secrets.accessToken.value(),
    },
    cloudLog,
  )
  return {
    messages: firestoreMessages(db),
    graph,
    clock: systemClock,
    chance: randomChance,
    log: cloudLog,
    limits: {
      maxAttempts: params.maxAttempts.value(),
      unknownGraceSeconds: params.unknownGraceSeconds.value(),
    },
    ...sessions,
  }
})

const sessionTools = once(async () => {
  const [{ firestoreSessions }, { systemClock }, { remembered }, db] = await Promise.all([
    import('./sessions/session-store.firestore.ts'),
    import('./kernel/clock.system.ts'),
    import('./kernel/remembered.ts'),
    firestore(),
  ])
  const store = firestoreSessions(db)
  const all = remembered(() => store.list(defaultSession()), {
    seconds: REMEMBERED_SECONDS,
    clock: systemClock,
  })
  const sessions = (): Promise<Session[]> => all('all')
  return {
    sessions,
    session: async (id: string) => (await sessions()).find((session) => session.id === id),
    holdSession: store.hold,
  }
})

/** The sender of a deployment that has none yet, from its parameters. */
const defaultSession = (): Session => ({
  id: 'ses_default',
  name: 'Default',
  channel: 'cloud',
  phoneNumberId: params.phoneNumberId.value(),
  wabaId: params.wabaId.value(),
  owners: [],
  isDefault: true,
})

const accessTools = once(async () => {
  const [
    { authenticate },
    { firebaseIdTokens },
    { rememberTokens },
    { firestoreApiKeys },
    { systemClock: clock },
    { remembered },
    { getAuth },
    app,
    db,
  ] = await Promise.all([
    import('./access/authenticate.ts'),
    import('./access/id-token.firebase.ts'),
    import('./access/id-token.ts'),
    import('./access/api-key-store.firestore.ts'),
    import('./kernel/clock.system.ts'),
    import('./kernel/remembered.ts'),
    import('firebase-admin/auth'),
    adminApp(),
    firestore(),
  ])
  const needs = {
    verifyIdToken: rememberTokens(firebaseIdTokens(getAuth(app)), clock),
    findApiKey: remembered(firestoreApiKeys(db).find, { seconds: REMEMBERED_SECONDS, clock }),
    clock,
  }
  return {
    authenticator: (header: (name: string) => string | undefined) =>
      authenticate(header('authorization'), needs),
  }
})

const sendSettings = async (): Promise<SendSettings> =>
  (await import('./messages/send-settings.ts')).readSendSettings({
    notifyPolicy: params.notifyPolicy.value(),
    defaultRecipient: params.defaultRecipient.value(),
    defaultCountry: params.defaultCountry.value(),
    testGraphUrl: params.testGraphUrl.value(),
  })

const projectId = (): string => process.env['GCLOUD_PROJECT'] ?? ''
const listOf = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
