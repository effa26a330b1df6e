import { purgeDate } from '../kernel/retention.ts'
import type { Firestore } from 'firebase-admin/firestore'
import { derivedId } from '../kernel/ids.ts'
import { isAlreadyExists } from '../kernel/documents.firestore.ts'
import type { CheckTokenNeeds } from './check-token.ts'

/** Warnings in the collection `alerts`. Their id is made of what they say, so the second one refuses itself. */
export const firestoreTokenWarnings =
  (db: Firestore): CheckTokenNeeds['saveWarning'] =>
  async ({ event, severity, secret, key, message, at }) => {
    try {
      await db
        .collection('alerts')
        .doc(derivedId('alt', event, ...key))
        .create({
          event,
          severity,
          about: secret,
          code: 'WHATSAPP_TOKEN_EXPIRED',
          message,
          at,
          purgeAt: purgeDate('tokenWarning', at),
        })
      return true
    } catch (error) {
      if (isAlreadyExists(error)) return false
      throw error
    }
  }
