import { eraseEvents } from '../deliveries/erase-events.firestore.ts'
import { firestoreContactRecords } from '../erasure/contact-records.firestore.ts'
import { eraseInboxItems } from '../inbox/erase-inbox-items.firestore.ts'
import { mediaName } from '../messages/message-media.ts'
import { auditServices } from './audit.ts'
import { mediaServices } from './media.ts'
import { perPlatform } from './per-platform.ts'
import { sendServices } from './send.ts'
import { sessionServices } from './sessions.ts'

/** Conversations and contacts for the API; erasing a contact reaches into several modules. */
export const contactRouteServices = perPlatform((platform) => {
  const { db } = platform
  const { freshSessions, sessionStore } = sessionServices(platform)
  const { store } = mediaServices(platform)
  return {
    ...sendServices(platform),
    recordAuditAction: auditServices(platform).recordAuditAction,
    records: firestoreContactRecords(db),
    sessionNumbers: async (id: string) => [
      ...(await freshSessions()).filter((session) => session.id === id),
      ...(await sessionStore.formerNumbers(id)),
    ],
    eraseInboxItems: eraseInboxItems(db),
    eraseEvents: eraseEvents(db),
    removeFile: async (message: Parameters<typeof mediaName>[0]) =>
      (await store()).remove(mediaName(message)),
  }
})
