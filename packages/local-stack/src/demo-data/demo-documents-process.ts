/**
 * Writes the demo session and API key through the stores of the functions, in a short-lived process so
 * that the stack does not load the Firestore client. Existing documents are unchanged.
 */
import { randomBytes } from 'node:crypto'
import { initializeApp } from 'firebase-admin/app'
import { getFirestore } from 'firebase-admin/firestore'
import { firestoreApiKeys } from '../../../../functions/src/auth/api-key-store.firestore.ts'
import { formatApiKey, hashOf } from '../../../../functions/src/auth/api-key.ts'
import { scopes } from '../../../../functions/src/http/caller.ts'
import { firestoreSessions } from '../../../../functions/src/sessions/session-store.firestore.ts'
import { attachToStack } from '../processes/attach-to-stack.ts'

attachToStack()
const { DEMO_API_KEY = '', WHATSAPP_PHONE_NUMBER_ID = '', WHATSAPP_WABA_ID = '' } = process.env
const db = getFirestore(initializeApp())

try {
  const apiKey = DEMO_API_KEY || formatApiKey('live', randomBytes(24))
  await firestoreApiKeys(db).add({
    id: 'key_demo',
    hash: hashOf(apiKey),
    prefix: apiKey.slice(0, 'wp_live_'.length + 4),
    lastFour: apiKey.slice(-4),
    owner: 'demo',
    name: 'Demo key of the local stack',
    mode: 'live',
    scopes: scopes.filter((scope) => scope !== 'send:get'),
    sessions: 'all',
    createdAt: new Date(),
  })
  const [session] = await firestoreSessions(db).list({
    id: 'ses_demo',
    name: 'Demo',
    channel: 'cloud',
    phoneNumberId: WHATSAPP_PHONE_NUMBER_ID,
    wabaId: WHATSAPP_WABA_ID,
    owners: ['demo'],
    isDefault: true,
  })
  process.send?.({ ready: { apiKey, sessionId: session?.id } }, () => process.exit(0))
} catch (error) {
  console.error(error)
  process.send?.({ failed: `The demo data could not be written: ${String(error)}` }, () => process.exit(1))
}
