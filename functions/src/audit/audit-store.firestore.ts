import { purgeDate } from '../kernel/retention.ts'
import type { Firestore, Query, QueryDocumentSnapshot } from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import { parsePage, type SetAside } from '../kernel/unreadable-documents.firestore.ts'
import type { AuditFilter, AuditRecord, AuditStore } from './audit-store.ts'

const StoredEntry = z.object({
  at: timestampSchema,
  action: z.string(),
  outcome: z.enum(['done', 'failed']),
  actor: z.string(),
  target: z.string(),
  sessionId: z.string().exactOptional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  ip: z.string(),
  requestId: z.string(),
})

/** The audit log in the collection `audit`. Every write is a `create()`. */
export function firestoreAudit(db: Firestore, setAside?: SetAside): AuditStore {
  const audit = db.collection('audit')
  return {
    async add({ id, ...entry }) {
      await audit.doc(id).create({ ...entry, purgeAt: purgeDate('audit', entry.at) })
    },
    async list({ after: last, limit, ...filter }) {
      let query = filtered(audit, filter).orderBy('at', 'desc').orderBy('__name__', 'desc')
      if (last !== undefined) {
        const document = await audit.doc(last).get()
        if (!document.exists) return null
        query = query.startAfter(document)
      }
      return parsePage(query, limit, { parse: readAuditEntry, setAside })
    },
  }
}

const readAuditEntry = (document: QueryDocumentSnapshot): AuditRecord => ({
  ...parseDocument(StoredEntry, document),
  id: document.id,
})

type Choice = Omit<AuditFilter, 'after' | 'limit'>

function filtered(audit: Query, { since, until, ...equal }: Choice): Query {
  let query = audit
  for (const [field, value] of Object.entries(equal)) query = query.where(field, '==', value)
  if (since) query = query.where('at', '>=', since)
  if (until) query = query.where('at', '<', until)
  return query
}
