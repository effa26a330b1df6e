import { params, secrets } from './config.ts'
import { once } from './kernel/once.ts'
import type { SendSettings } from './messages/prepare-send.ts'
import { adminApp, firestore, kernelTools } from './wiring-kernel.ts'
import { sessionTools } from './wiring-sessions.ts'
import { templateTools } from './wiring-templates.ts'

/** What every function that sends needs. */
export const sendingTools = once(async () => {
  const [kernel, graph, sessions, settings, stores, templates] = await Promise.all([
    kernelTools(),
    graphTools(),
    sessionTools(),
    sendSettings(),
    messageTools(),
    templateTools(),
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

const sendSettings = async (): Promise<SendSettings> =>
  (await import('./messages/send-settings.ts')).readSendSettings({
    notifyPolicy: params.notifyPolicy.value(),
    defaultRecipient: params.defaultRecipient.value(),
    defaultCountry: params.defaultCountry.value(),
    testGraphUrl: params.testGraphUrl.value(),
    quietHours: params.quietHours.value(),
  })
