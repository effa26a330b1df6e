import type { DocumentSnapshot, Firestore } from 'firebase-admin/firestore'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import type { SetAside } from '../kernel/unreadable-documents.firestore.ts'
import { readRawWebhookPage } from './raw-webhook-page.firestore.ts'
import type { RawRecord, RawWebhookStore } from './raw-webhook-store.ts'

const StoredRaw = z.object({
  state: z.enum(['kept', 'quarantined', 'done']),
  reasons: z.array(z.string()),
  bytes: z.number(),
  receivedAt: timestampSchema,
  finishedAt: timestampSchema.exactOptional(),
})
const StoredPiece = z.object({ gzip: z.instanceof(Uint8Array) })
const StoredFirstPiece = StoredPiece.extend({ pieces: z.number() })

/** Bodies in the collection `rawWebhooks`, the rest of large ones in `pieces` below them. */
export function firestoreRawWebhooks(db: Firestore, setAside?: SetAside): RawWebhookStore {
  const bodies = db.collection('rawWebhooks')
  return {
    async find(id) {
      const document = await bodies.doc(id).get()
      return document.exists ? readRecord(document) : null
    },
    list: (page) => readRawWebhookPage(bodies, page, { parse: readRecord, setAside }),
    async bytes(id) {
      const first = parseDocument(StoredFirstPiece, await bodies.doc(id).get())
      const rest = Array.from({ length: first.pieces - 1 }, (_, i) =>
        bodies
          .doc(id)
          .collection('pieces')
          .doc(String(i + 1)),
      )
      const pieces = rest.length === 0 ? [] : await db.getAll(...rest)
      return gunzipSync(
        Buffer.concat([first.gzip, ...pieces.map((piece) => parseDocument(StoredPiece, piece).gzip)]),
      )
    },
    async finish(id, { reasons, at }) {
      const state = reasons.length === 0 ? 'done' : 'quarantined'
      await bodies.doc(id).update({ state, reasons, finishedAt: at })
      return state
    },
  }
}

const readRecord = (document: DocumentSnapshot): RawRecord => ({
  ...parseDocument(StoredRaw, document),
  id: document.id,
})
