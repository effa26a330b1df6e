import { Timestamp, type DocumentData, type Firestore } from '@google-cloud/firestore'
import { processWithRetries, type ProcessWithRetriesNeeds } from '../../../src/inbox/process-with-retries.ts'
import { firestoreInbox, readInboxItem } from '../../../src/inbox/inbox-store.firestore.ts'
import { intakeFailureAlerts } from '../../../src/intake/intake-failure-alerts.ts'
import type { ReceiveNeeds } from '../../../src/intake/receive-webhook.ts'
import { recentBodyCache } from '../../../src/intake/recent-body-cache.ts'
import { firestoreSessions } from '../../../src/sessions/session-store.firestore.ts'
import { engineRig, type EngineRig } from '../../support/engine-rig.ts'
import { message } from '../../support/sample-documents.ts'
import type { CorpusBody } from './corpus.ts'
import { postTo, type PostSigned } from './signed-post.ts'

/** The webhook and what follows from it, on the real database. */
export interface CorpusHarness {
  readonly rig: EngineRig
  readonly needs: ProcessWithRetriesNeeds
  /** Posts to an instance that has seen nothing. */
  readonly post: PostSigned
  /** Empties the database and keeps what the bodies are about. */
  prepare(bodies: readonly CorpusBody[]): Promise<void>
  /** Moves the clock to the moment at which a body comes. */
  at(place: number): void
  /** Deals with what came since the last time, as the trigger does. */
  processAll(): Promise<void>
  documents(): Promise<Map<string, DocumentData>>
}

export async function createCorpusHarness(): Promise<CorpusHarness> {
  const rig = await engineRig()
  const { db, clock } = rig
  const needs: ProcessWithRetriesNeeds = { ...rig.needs, inbox: firestoreInbox(db) }
  const arrived = new Set<string>()
  const intake: ReceiveNeeds = {
    ...rig.intake,
    writeAll(writes) {
      for (const write of writes) if (write.kind === 'create') arrived.add(write.path)
      return rig.intake.writeAll(writes)
    },
  }
  const secrets = { appSecrets: () => ['app-secret'], verifyToken: () => 'verify' }
  return {
    rig,
    needs,
    post: (bytes, signature) =>
      postTo({ ...intake, ...secrets, seen: recentBodyCache(), failureAlerts: intakeFailureAlerts() })(
        bytes,
        signature,
      ),
    prepare: (bodies) => prepare(rig, bodies),
    at(place) {
      clock.reset()
      clock.advance(place)
    },
    async processAll() {
      const paths = [...arrived].filter((path) => path.startsWith('inbox/'))
      arrived.clear()
      for (const path of paths) {
        const document = await db.doc(path).get()
        if (document.get('state') !== 'new') continue
        await processWithRetries({ id: document.id, read: () => readInboxItem(document) }, needs)
      }
    },
    documents: () => documentsOf(db),
  }
}

async function prepare(
  { firestore, db, session, needs, templates, clock }: EngineRig,
  bodies: readonly CorpusBody[],
): Promise<void> {
  firestore.clear()
  const sessions = firestoreSessions(db)
  await sessions.put(session)
  clock.reset()
  await templates(session.wabaId).sync()
  for (const { own, place } of bodies)
    if (own) await sessions.put({ ...session, ...own, id: `ses_own${String(place)}`, isDefault: false })
  const { wakeAt: _wakeAt, error: _error, heldBy: _heldBy, outbox: _outbox, ...atRest } = message
  for (const { messageId, json } of bodies)
    if (JSON.stringify(json).includes(messageId))
      await needs.messages.add({ ...atRest, id: messageId, sending: 'accepted', progress: 0, timeline: [] })
}

/** Everything, by path; without signs that differ each time by design. */
async function documentsOf(db: Firestore): Promise<Map<string, DocumentData>> {
  const all = new Map<string, DocumentData>()
  const collect = async (collections: FirebaseFirestore.CollectionReference[]): Promise<void> => {
    for (const collection of collections)
      for (const document of (await collection.get()).docs) {
        const { writer: _writer, ...fields } = document.data()
        all.set(document.ref.path, plain(fields) as DocumentData)
        if (collection.id === 'rawWebhooks') await collect(await document.ref.listCollections())
      }
  }
  await collect(await db.listCollections())
  return all
}

/** The order of a map, or of a set that was built by unions, says nothing. */
function plain(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate().toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(plain).toSorted(byText)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, inner]) => [name, plain(inner)] as const)
  return Object.fromEntries(fields.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

const byText = (one: unknown, other: unknown): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
