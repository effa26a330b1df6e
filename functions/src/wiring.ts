import { params, secrets } from './config.ts'
import type { ApiNeeds } from './http/api.http.ts'
import type { HealthDetailsNeeds } from './http/health-details.ts'
import type { ProcessDoorNeeds } from './inbound/process.trigger.ts'
import type { WebhookNeeds } from './inbound/whatsapp-webhook.http.ts'
import { once } from './kernel/once.ts'
import type { SendSettings } from './messages/prepare-send.ts'
import type { DispatchQueuedNeeds } from './messages/dispatch-queued.ts'
import type { RetryNeeds } from './messages/retry-due.ts'
import type { SendOutboxNeeds } from './messages/send-outbox.ts'
import type { InspectToken } from './sessions/access-token.ts'
import type { CheckTokenNeeds } from './sessions/check-token.ts'
import type { Session } from './sessions/session.ts'
import type { SyncAllNeeds } from './templates/sync-all.ts'

/**
 * Joins tools to needs: the only file that knows both. Tools are loaded when the first request of a
 * function asks for them, so that the webhook never loads what only the API uses.
 */
export const api = once(async (): Promise<ApiNeeds> => {
  const [{ routes }, { authenticator }, engine] = await Promise.all([
    import('./http/routes.http.ts'),
    accessTools(),
    sendingTools(),
  ])
  return {
    routes: routes({
      sending: async () => engine,
      reading: async () => engine,
      steering: async () => engine,
      templates: templating,
      examining,
      clock: engine.clock,
    }),
    authenticate: authenticator,
    corsOrigins: listOf(params.corsOrigins.value()),
    docsUrl: params.docsUrl.value(),
    ids: engine.ids,
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
      projectId: process.env['GCLOUD_PROJECT'] ?? '',
      emulatorHost: process.env['FIRESTORE_EMULATOR_HOST'],
    }),
    seen: seenBodies(),
    keepAllBodies: params.rawRetention.value() === 'always',
    appSecrets: () => listOf(secrets.appSecret.value().trim()),
    verifyToken: () => secrets.verifyToken.value().trim(),
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

export const dispatching = once(async (): Promise<DispatchQueuedNeeds> => sendingTools())

export const outbox = once(async (): Promise<SendOutboxNeeds> => sendingTools())

export const syncingTemplates = once(async (): Promise<SyncAllNeeds> => templating())

export const checkingToken = once(async (): Promise<CheckTokenNeeds> => {
  const [{ firestoreTokenWarnings }, { clock, log }, inspect, db] = await Promise.all([
    import('./sessions/check-token.firestore.ts'),
    kernelTools(),
    tokenInspection(() => ({
      id: params.appId.value(),
      secret: listOf(secrets.appSecret.value().trim())[0] ?? '',
    })),
    firestore(),
  ])
  return { inspect, keep: firestoreTokenWarnings(db), clock, log }
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

/** The token asks about itself, or the app does where both its id and its secret are at hand. */
const tokenInspection = async (app?: () => { id: string; secret: string }): Promise<InspectToken> => {
  const { inspectToken } = await import('./graph/token-inspection.undici.ts')
  return () => {
    const asking = app?.()
    return inspectToken({
      url: params.graphUrl.value(),
      version: params.apiVersion.value(),
      token: secrets.accessToken.value().trim(),
      wabaId: params.wabaId.value(),
      ...(asking && asking.id !== '' && asking.secret !== '' && { app: asking }),
    })
  }
}

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
  const [kernel, graph, sessions, settings, stores, templates] = await Promise.all([
    kernelTools(),
    graphTools(),
    sessionTools(),
    sendSettings(),
    messageTools(),
    templating(),
  ])
  return {
    ...kernel,
    userPhone: async (uid: string) =>
      (await import('./access/user-phone.firebase.ts')).firebaseUserPhone(await adminApp())(uid),
    ...sessions,
    ...stores,
    ...templates,
    graph,
    settings,
    ratePerSecond: params.dispatchRate.value(),
    limits: {
      maxAttempts: params.maxAttempts.value(),
      unknownGraceSeconds: params.unknownGraceSeconds.value(),
    },
  }
})

const kernelTools = once(async () => {
  const [
    { systemClock },
    { randomChance },
    { randomIds },
    { cloudLog },
    { cloudTasks },
    { firestoreAlerts },
    { getFunctions },
    app,
    db,
  ] = await Promise.all([
    import('./kernel/clock.system.ts'),
    import('./kernel/chance.random.ts'),
    import('./kernel/ids.random.ts'),
    import('./kernel/log.firebase.ts'),
    import('./kernel/task-queue.firebase.ts'),
    import('./kernel/alerts.firestore.ts'),
    import('firebase-admin/functions'),
    adminApp(),
    firestore(),
  ])
  return {
    clock: systemClock,
    chance: randomChance,
    ids: randomIds,
    log: cloudLog,
    tasks: cloudTasks(getFunctions(app), params.region.value()),
    alert: firestoreAlerts(db, cloudLog),
  }
})

const messageTools = once(async () => {
  const [{ firestoreMessages }, { firestoreOutbox }, { mirrorOutbox }, { clock }, db] = await Promise.all([
    import('./messages/message-store.firestore.ts'),
    import('./messages/outbox-store.firestore.ts'),
    import('./messages/mirror-outbox.ts'),
    kernelTools(),
    firestore(),
  ])
  const outbox = firestoreOutbox(db)
  return { messages: firestoreMessages(db), outbox, announce: mirrorOutbox({ outbox, clock }) }
})

const graphTools = once(async () => {
  const [{ graphOverHttp }, { log }] = await Promise.all([
    import('./graph/graph-client.undici.ts'),
    kernelTools(),
  ])
  return graphOverHttp(
    {
      url: params.graphUrl.value(),
      testUrl: params.testGraphUrl.value(),
      version: params.apiVersion.value(),
      accessToken: secrets.accessToken.value().trim(),
      testAccessToken: params.testAccessToken.value(),
    },
    log,
  )
})

const sessionTools = once(async () => {
  const [{ firestoreSessions }, { remembered }, { paces }, { systemSleep }, { clock }, db] =
    await Promise.all([
      import('./sessions/session-store.firestore.ts'),
      import('./kernel/remembered.ts'),
      import('./kernel/pace.ts'),
      import('./kernel/clock.system.ts'),
      kernelTools(),
      firestore(),
    ])
  const store = firestoreSessions(db)
  const freshSessions = (): Promise<Session[]> => store.list(defaultSession())
  const all = remembered(freshSessions, { seconds: REMEMBERED_SECONDS, clock })
  const sessions = (): Promise<Session[]> => all('all')
  return {
    sessions,
    freshSessions,
    session: async (id: string) => (await sessions()).find((session) => session.id === id),
    holdSession: store.hold,
    resume: store.resume,
    paceOf: paces(params.dispatchRate.value(), clock, systemSleep),
  }
})

const templating = once(async () => {
  const [{ templateTools }, { clock, log }, { sessions }, db] = await Promise.all([
    import('./wiring-templates.ts'),
    kernelTools(),
    sessionTools(),
    firestore(),
  ])
  return templateTools({ db, clock, log, sessions })
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
  const checkApp = params.enforceAppCheck.value() === 'true' ? await appCheck() : undefined
  return {
    authenticator: async (header: (name: string) => string | undefined) => {
      const caller = await authenticate(header('authorization'), needs)
      if (caller.kind === 'user') await checkApp?.(header('x-firebase-appcheck'))
      return caller
    },
  }
})

const appCheck = once(async () => {
  const [{ firebaseAppCheck }, { getAppCheck }, app] = await Promise.all([
    import('./access/app-check.firebase.ts'),
    import('firebase-admin/app-check'),
    adminApp(),
  ])
  return firebaseAppCheck(getAppCheck(app))
})

const sendSettings = async (): Promise<SendSettings> =>
  (await import('./messages/send-settings.ts')).readSendSettings({
    notifyPolicy: params.notifyPolicy.value(),
    defaultRecipient: params.defaultRecipient.value(),
    defaultCountry: params.defaultCountry.value(),
    testGraphUrl: params.testGraphUrl.value(),
    quietHours: params.quietHours.value(),
  })

const listOf = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
