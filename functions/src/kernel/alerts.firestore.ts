import type { Firestore } from 'firebase-admin/firestore'
import type { Alert } from './alert.ts'
import { after } from './clock.ts'
import { derivedId } from './ids.ts'
import type { Log } from './log.ts'
import { alreadyExists } from './stored.firestore.ts'

const KEPT_DAYS = 90

/** Alerts in the collection `alerts` and in the log. */
export const firestoreAlerts =
  (db: Firestore, log: Log): Alert =>
  async (news) => {
    const { event, about, code, message, at, severity = 'error' } = news
    log[severity](event, { about, code, message })
    const id = derivedId('alt', event, about, at.toISOString())
    try {
      await db
        .collection('alerts')
        .doc(id)
        .create({ ...news, severity, purgeAt: after(at, KEPT_DAYS * 86_400) })
    } catch (error) {
      if (!alreadyExists(error)) throw error
    }
  }
