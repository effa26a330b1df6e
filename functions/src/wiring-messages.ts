import { accessTokens, params } from './config.ts'
import { once } from './kernel/once.ts'
import type { MediaStore } from './messages/media-store.ts'
import type { SendSettings } from './messages/prepare-send.ts'
import { conversationTools } from './wiring-conversations.ts'
import { eventTools } from './wiring-deliveries.ts'
import { adminApp, firestore, kernelTools } from './wiring-kernel.ts'
import { sessionTools } from './wiring-sessions.ts'
import { templateTools } from './wiring-templates.ts'

/** What every function that sends needs. */
export const sendingTools = once(async () => {
  const [{ keepMedia }, kernel, graph, sessions, settings, stores, templates, conversations] =
    await Promise.all([
      import('./messages/keep-media.ts'),
      kernelTools(),
      graphTools(),
      sessionTools(),
      sendSettings(),
      messageTools(),
      templateTools(),
      conversationTools(),
    ])
  return {
    ...kernel,
    userPhone: async (uid: string) =>
      (await import('./access/user-phone.firebase.ts')).firebaseUserPhone(await adminApp())(uid),
    ...sessions,
    ...stores,
    ...templates,
    ...conversations,
    keepMedia: keepMedia(kernel.tasks),
    ...graph,
    settings,
    ratePerSecond: params.dispatchRate.value(),
    limits: {
      maxAttempts: params.maxAttempts.value(),
      unknownGraceSeconds: params.unknownGraceSeconds.value(),
    },
  }
})

const messageTools = once(async () => {
  const [
    { firestoreMessages },
    { messageEvents },
    { firestoreOutbox },
    { mirrorOutbox },
    { clock },
    { raiseEvent, prepareEvent },
    db,
  ] = await Promise.all([
    import('./messages/message-store.firestore.ts'),
    import('./messages/message-event.ts'),
    import('./messages/outbox-store.firestore.ts'),
    import('./messages/mirror-outbox.ts'),
    kernelTools(),
    eventTools(),
    firestore(),
  ])
  const outbox = firestoreOutbox(db)
  return {
    messages: firestoreMessages(db, messageEvents(prepareEvent, params.docsUrl.value())),
    outbox,
    announce: mirrorOutbox({ outbox, clock }),
    raiseEvent,
    prepareEvent,
  }
})

const graphTools = once(async () => {
  const [{ graphOverHttp }, { channelsOver }, { log }] = await Promise.all([
    import('./graph/graph-client.undici.ts'),
    import('./messages/channel.ts'),
    kernelTools(),
  ])
  const graph = graphOverHttp(graphSettings(), log)
  return { graph, channels: channelsOver(graph) }
})

const graphSettings = () => ({
  url: params.graphUrl.value(),
  testUrl: params.testGraphUrl.value(),
  version: params.apiVersion.value(),
  ...accessTokens(),
})

/** Counts of messages. */
export const statsTools = once(async () => {
  const [{ firestoreStats }, { readStats }, kernel, { sessions }, db] = await Promise.all([
    import('./messages/stats-store.firestore.ts'),
    import('./messages/read-stats.ts'),
    kernelTools(),
    sessionTools(),
    firestore(),
  ])
  const stats = firestoreStats(db)
  return { ...kernel, stats, readStats: readStats({ stats, sessions, clock: kernel.clock }) }
})

/** The files of messages: at Meta, in our store, and what messages say of them. */
export const mediaTools = once(async () => {
  const [{ mediaOverHttp }, { firestoreMediaRecords }, kernel, { sessions, session }, settings, db] =
    await Promise.all([
      import('./graph/media.undici.ts'),
      import('./messages/media-records.firestore.ts'),
      kernelTools(),
      sessionTools(),
      sendSettings(),
      firestore(),
    ])
  return {
    ...kernel,
    ...mediaOverHttp(graphSettings()),
    records: firestoreMediaRecords(db),
    store: mediaStore,
    sessions,
    session,
    settings,
  }
})

/** Loaded when the first file comes or is asked for: the client of Cloud Storage is large. */
const mediaStore = once(async (): Promise<MediaStore> => {
  const folder = params.mediaFolder.value()
  if (folder !== '') return (await import('./messages/media-folder.system.ts')).mediaInFolder(folder)
  const [{ mediaInBucket }, { getStorage }, app] = await Promise.all([
    import('./messages/media-bucket.firebase.ts'),
    import('firebase-admin/storage'),
    adminApp(),
  ])
  return mediaInBucket(getStorage(app), params.mediaBucket.value())
})

const sendSettings = async (): Promise<SendSettings> =>
  (await import('./messages/send-settings.ts')).readSendSettings({
    notifyPolicy: params.notifyPolicy.value(),
    defaultRecipient: params.defaultRecipient.value(),
    defaultCountry: params.defaultCountry.value(),
    testGraphUrl: params.testGraphUrl.value(),
    quietHours: params.quietHours.value(),
  })
