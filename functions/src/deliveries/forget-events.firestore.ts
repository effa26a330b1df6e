import { FieldValue, type Firestore, type QueryDocumentSnapshot } from 'firebase-admin/firestore'
import type { ForgetEvents } from '../conversations/erase-person.ts'
import { ERASED_BODY } from './delivery.ts'

/** Firestore joins so many alternatives. */
const MOST_ALTERNATIVES = 30
const waiting = ['pending', 'retrying']

/**
 * Empties events of conversations and what was posted of them, or would be. The events stay known as raised, so that
 * they are not raised again.
 */
export const forgetEvents =
  (db: Firestore): ForgetEvents =>
  async (conversationIds) => {
    let forgotten = 0
    for (let from = 0; from < conversationIds.length; from += MOST_ALTERNATIVES) {
      const ids = conversationIds.slice(from, from + MOST_ALTERNATIVES)
      const events = await db.collection('events').where('conversationId', 'in', ids).get()
      for (const event of events.docs.filter((one) => one.get('data') !== '{}')) {
        const deliveries = await db.collection('deliveries').where('eventId', '==', event.id).get()
        await Promise.all(deliveries.docs.map(emptied))
        await event.ref.update({ data: '{}' })
        forgotten++
      }
    }
    return forgotten
  }

const emptied = (delivery: QueryDocumentSnapshot) =>
  delivery.ref.update({
    body: ERASED_BODY,
    log: [],
    ...(waiting.includes(String(delivery.get('state'))) && {
      state: 'cancelled',
      wakeAt: FieldValue.delete(),
      lane: FieldValue.delete(),
    }),
  })
