import { firestoreOutbox } from '../outbox/outbox-store.firestore.ts'
import { updateOutboxStatus } from '../outbox/update-outbox-status.ts'
import { perPlatform } from './per-platform.ts'

/** Documents of the outbox, which show the state of their messages. */
export const outboxServices = perPlatform(({ db, clock, intercept }) => {
  const store = firestoreOutbox(db)
  const outbox = intercept.outbox?.(store) ?? store
  return { outbox, onMessageChanged: updateOutboxStatus({ outbox, clock }) }
})
