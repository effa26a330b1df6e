import { purgeDate } from './retention.ts'
import type { Firestore } from 'firebase-admin/firestore'
import type { Alert } from './alert.ts'
import { derivedId } from './ids.ts'
import type { Log } from './log.ts'
import { isAlreadyExists } from './documents.firestore.ts'

/** Alerts in the collection `alerts` and in the log. */
export const firestoreAlerts =
  (db: Firestore, log: Log): Alert =>
  async (entry) => {
    const { event, about, code, message, at, severity = 'error' } = entry
    const id = derivedId('alt', event, about, at.toISOString())
    try {
      await db
        .collection('alerts')
        .doc(id)
        .create({ ...entry, severity, purgeAt: purgeDate('alert', at) })
      log[severity](event, { about, code, message })
    } catch (error) {
      if (isAlreadyExists(error)) return
      log[severity](event, { about, code, message })
      throw error
    }
  }
