import { FieldValue, type Firestore, type QueryDocumentSnapshot } from 'firebase-admin/firestore'
import type { EraseEvents } from '../erasure/erase-contact.ts'
import { ERASED_BODY } from './delivery.ts'

/** Firestore joins so many alternatives. */
const MAX_ALTERNATIVES = 30
const waiting = ['pending', 'retrying']

/**
 * Empties events of conversations and what was posted of them, or would be. The events stay known as raised, so that
 * they are not raised again.
 */
export const eraseEvents =
  (db: Firestore): EraseEvents =>
  async (conversationIds) => {
    let forgotten = 0
    for (let from = 0; from < conversationIds.length; from += MAX_ALTERNATIVES) {
      const ids = conversationIds.slice(from, from + MAX_ALTERNATIVES)
      const events = await db.collection('events').where('conversationId', 'in', ids).get()
      for (const event of events.docs.filter((one) => one.get('data') !== '{}')) {
        const deliveries = await db.collection('deliveries').where('eventId', '==', event.id).get()
        await Promise.all(deliveries.docs.map(erasedDelivery))
        await event.ref.update({ data: '{}' })
        forgotten++
      }
    }
    return forgotten
  }

const erasedDelivery = (delivery: QueryDocumentSnapshot) =>
  delivery.ref.update({
    body: ERASED_BODY,
    log: [],
    ...(waiting.includes(String(delivery.get('state'))) && {
      state: 'cancelled',
      wakeAt: FieldValue.delete(),
      lane: FieldValue.delete(),
    }),
  })
