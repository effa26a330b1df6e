import { Firestore, type DocumentData } from '@google-cloud/firestore'
import type { EmbeddedFirestore } from '@waypost/embedded-firestore'
import { firestoreBatchWrite } from '../../src/intake/batch-write.firestore.ts'
import { receiveWebhook, type ReceiveNeeds } from '../../src/intake/receive-webhook.ts'
import type { WebhookNeeds } from '../../src/intake/whatsapp-webhook.http.ts'
import { recentBodyCache } from '../../src/intake/recent-body-cache.ts'
import { firestoreMessages } from '../../src/messages/message-store.firestore.ts'
import type { StoredMessage } from '../../src/messages/message.ts'
import { APP_SECRET } from './engine-rig.ts'
import { message } from './sample-documents.ts'
import { startFirestore } from './start-firestore.ts'

/** The intake on the embedded Firestore: what the webhook function does with a body whose signature fits. */
export interface IntakeRig {
  readonly firestore: EmbeddedFirestore
  readonly db: Firestore
  /** What was logged as a warning or an error. */
  readonly warned: string[]
  /** Lets an instance that has seen nothing receive a body, at a moment of its own. */
  receive(body: object | Buffer, options?: ReceiveOptions): Promise<'stored' | 'seen'>
  /** What the webhook function has at hand, of an instance that has seen nothing. */
  needs(): Omit<WebhookNeeds, 'failureAlerts'>
  /** Stores accepted messages without a status from Meta yet. */
  addMessages(...ids: string[]): Promise<void>
  find(id: string): Promise<StoredMessage>
  documents(collection: string): Promise<DocumentData[]>
  close(): Promise<void>
}

export interface ReceiveOptions {
  /** Of the instance; a new one unless given. */
  readonly seen?: ReceiveNeeds['seen']
  readonly keepAllBodies?: boolean
}

export async function intakeRig(): Promise<IntakeRig> {
  const projectId = 'demo-intake'
  const firestore = await startFirestore()
  const [host = '', port = ''] = firestore.host.split(':')
  const db = new Firestore({
    projectId,
    host: `${host}:${port}`,
    ssl: false,
    ignoreUndefinedProperties: true,
    customHeaders: { authorization: 'Bearer owner' },
  })
  const messages = firestoreMessages(db)
  const warned: string[] = []
  const log = {
    info: () => undefined,
    warn: (event: string) => void warned.push(event),
    error: (event: string) => void warned.push(event),
  }
  const writeAll = firestoreBatchWrite({ projectId, emulatorHost: firestore.host })
  let minutes = 0
  const clock = { now: () => new Date(Date.UTC(2026, 2, 1, 12, minutes++)) }
  return {
    firestore,
    db,
    warned,
    receive(body, { seen = recentBodyCache(), keepAllBodies = false } = {}) {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
      const json = JSON.parse(bytes.toString()) as unknown
      return receiveWebhook({ bytes, json }, { writeAll, seen, keepAllBodies, clock, log })
    },
    needs: () => ({
      writeAll,
      seen: recentBodyCache(),
      keepAllBodies: false,
      clock,
      log,
      appSecrets: () => [APP_SECRET],
      verifyToken: () => 'verify',
    }),
    async addMessages(...ids) {
      const { wakeAt: _wakeAt, error: _error, heldBy: _heldBy, ...atRest } = message
      await Promise.all(ids.map((id) => messages.add({ ...atRest, id, sending: 'accepted', progress: 0 })))
    },
    async find(id) {
      const found = await messages.find(id)
      if (!found) throw new Error(`${id} is not there`)
      return found
    },
    documents: async (collection) =>
      (await db.collection(collection).get()).docs.map((document) => document.data()),
    async close() {
      await db.terminate()
      await firestore.close()
    },
  }
}
