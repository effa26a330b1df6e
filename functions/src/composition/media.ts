import { mediaOverHttp } from '../graph/media.undici.ts'
import { firestoreMessageMedia } from '../media/message-media-store.firestore.ts'
import { parseSendSettings } from '../messages/send-settings.ts'
import { graphSettings } from './graph.ts'
import { kernelServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import { sessionServices } from './sessions.ts'

/** Files of messages: at Meta, in our store, and what messages record of them. */
export const mediaServices = perPlatform((platform) => {
  const { sessions, session } = sessionServices(platform)
  return {
    ...kernelServices(platform),
    ...mediaOverHttp(graphSettings(platform.settings)),
    records: firestoreMessageMedia(platform.db),
    store: platform.blobStore,
    sessions,
    session,
    settings: parseSendSettings(platform.settings.send),
  }
})
