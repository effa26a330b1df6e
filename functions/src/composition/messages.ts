import { messageEvents } from '../messages/message-event.ts'
import { firestoreMessages } from '../messages/message-store.firestore.ts'
import { eventServices } from './events.ts'
import { setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'

/** Messages; their events are written in the same commit. */
export const messageServices = perPlatform((platform) => {
  const { db, settings, intercept } = platform
  const { publishEvent, prepareEvent } = eventServices(platform)
  const store = firestoreMessages(
    db,
    messageEvents(prepareEvent, settings.docsUrl),
    setAsideServices(platform),
  )
  return { messages: intercept.messages?.(store) ?? store, publishEvent, prepareEvent }
})
