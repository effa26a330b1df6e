import { accessTokens, params } from './config.ts'
import { once } from './kernel/once.ts'
import type { BlobStore } from './media/blob-store.ts'
import type { SendSettings } from './messages/send-settings.ts'
import { conversationServices } from './wiring-conversations.ts'
import { eventServices } from './wiring-deliveries.ts'
import { adminApp, firestore, kernelServices } from './wiring-kernel.ts'
import { sessionServices } from './wiring-sessions.ts'
import { templateServices } from './wiring-templates.ts'

/** What every function that sends needs. */
export const sendServices = once(async () => {
  const [{ enqueueMediaDownload }, kernel, graph, sessions, settings, stores, templates, conversations] =
    await Promise.all([
      import('./media/enqueue-media-download.ts'),
      kernelServices(),
      graphServices(),
      sessionServices(),
      sendSettings(),
      messageServices(),
      templateServices(),
      conversationServices(),
    ])
  return {
    ...kernel,
    userPhone: async (uid: string) =>
      (await import('./auth/user-phone.firebase.ts')).firebaseUserPhone(await adminApp())(uid),
    ...sessions,
    ...stores,
    ...templates,
    ...conversations,
    enqueueMediaDownload: enqueueMediaDownload(kernel.tasks),
    ...graph,
    settings,
    ratePerSecond: params.dispatchRate.value(),
    limits: {
      maxAttempts: params.maxAttempts.value(),
      unknownGraceSeconds: params.unknownGraceSeconds.value(),
    },
  }
})

const messageServices = once(async () => {
  const [
    { firestoreMessages },
    { messageEvents },
    { firestoreOutbox },
    { updateOutboxStatus },
    { clock },
    { publishEvent, prepareEvent },
    db,
  ] = await Promise.all([
    import('./messages/message-store.firestore.ts'),
    import('./messages/message-event.ts'),
    import('./outbox/outbox-store.firestore.ts'),
    import('./outbox/update-outbox-status.ts'),
    kernelServices(),
    eventServices(),
    firestore(),
  ])
  const outbox = firestoreOutbox(db)
  return {
    messages: firestoreMessages(db, messageEvents(prepareEvent, params.docsUrl.value())),
    outbox,
    onMessageChanged: updateOutboxStatus({ outbox, clock }),
    publishEvent,
    prepareEvent,
  }
})

const graphServices = once(async () => {
  const [{ graphOverHttp }, { createChannels }, { log }] = await Promise.all([
    import('./graph/graph-client.undici.ts'),
    import('./dispatch/channel.ts'),
    kernelServices(),
  ])
  const graph = graphOverHttp(graphSettings(), log)
  return { graph, channels: createChannels(graph) }
})

const graphSettings = () => ({
  url: params.graphUrl.value(),
  testUrl: params.testGraphUrl.value(),
  version: params.apiVersion.value(),
  ...accessTokens(),
})

/** Counts of messages. */
export const statsServices = once(async () => {
  const [{ firestoreStats }, { readStats }, kernel, { sessions }, db] = await Promise.all([
    import('./stats/stats-store.firestore.ts'),
    import('./stats/read-stats.ts'),
    kernelServices(),
    sessionServices(),
    firestore(),
  ])
  const stats = firestoreStats(db)
  return { ...kernel, stats, readStats: readStats({ stats, sessions, clock: kernel.clock }) }
})

/** The files of messages: at Meta, in our store, and what messages say of them. */
export const mediaServices = once(async () => {
  const [{ mediaOverHttp }, { firestoreMessageMedia }, kernel, { sessions, session }, settings, db] =
    await Promise.all([
      import('./graph/media.undici.ts'),
      import('./media/message-media-store.firestore.ts'),
      kernelServices(),
      sessionServices(),
      sendSettings(),
      firestore(),
    ])
  return {
    ...kernel,
    ...mediaOverHttp(graphSettings()),
    records: firestoreMessageMedia(db),
    store: mediaStore,
    sessions,
    session,
    settings,
  }
})

/** Loaded when the first file comes or is asked for: the client of Cloud Storage is large. */
const mediaStore = once(async (): Promise<BlobStore> => {
  const folder = params.mediaFolder.value()
  if (folder !== '') return (await import('./media/blob-store-folder.system.ts')).folderBlobStore(folder)
  const [{ bucketBlobStore }, { getStorage }, app] = await Promise.all([
    import('./media/blob-store-bucket.firebase.ts'),
    import('firebase-admin/storage'),
    adminApp(),
  ])
  return bucketBlobStore(getStorage(app), params.mediaBucket.value())
})

const sendSettings = async (): Promise<SendSettings> =>
  (await import('./messages/send-settings.ts')).parseSendSettings({
    notifyPolicy: params.notifyPolicy.value(),
    defaultRecipient: params.defaultRecipient.value(),
    defaultCountry: params.defaultCountry.value(),
    testGraphUrl: params.testGraphUrl.value(),
    quietHours: params.quietHours.value(),
  })
