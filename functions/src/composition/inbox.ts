import { firestoreInbox, readInboxItem } from '../inbox/inbox-store.firestore.ts'
import { firestoreRawWebhooks } from '../inbox/raw-webhook-store.firestore.ts'
import { firestoreBatchWrite } from '../intake/batch-write.firestore.ts'
import { displayNumber } from './graph.ts'
import { setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import { sendServices } from './send.ts'

/** Processing of inbox items: by the trigger, by the sweep and on request. */
export const inboxServices = perPlatform((platform) => {
  const { db, intercept } = platform
  const store = firestoreInbox(db, setAsideServices(platform))
  return {
    ...sendServices(platform),
    inbox: intercept.inbox?.(store) ?? store,
    read: readInboxItem,
    displayNumber: displayNumber(platform),
  }
})

/** Meta's webhooks as received, for operators. */
export const rawWebhookServices = perPlatform((platform) => ({
  ...inboxServices(platform),
  bodies: firestoreRawWebhooks(platform.db, setAsideServices(platform)),
  writeAll: firestoreBatchWrite(platform.intakeDatabase),
}))
