import type { Firestore } from 'firebase-admin/firestore'
import type { Alert } from './alert.ts'
import { after } from './clock.ts'
import { derivedId } from './ids.ts'
import type { Log } from './log.ts'
import { isAlreadyExists } from './documents.firestore.ts'

const RETENTION_DAYS = 90

/** Alerts in the collection `alerts` and in the log. */
export const firestoreAlerts =
  (db: Firestore, log: Log): Alert =>
  async (entry) => {
    const { event, about, code, message, at, severity = 'error' } = entry
    log[severity](event, { about, code, message })
    const id = derivedId('alt', event, about, at.toISOString())
    try {
      await db
        .collection('alerts')
        .doc(id)
        .create({ ...entry, severity, purgeAt: after(at, RETENTION_DAYS * 86_400) })
    } catch (error) {
      if (!isAlreadyExists(error)) throw error
    }
  }
