import { purgeDate } from '../kernel/retention.ts'
import { FieldPath, type DocumentSnapshot, type Firestore, type Query } from 'firebase-admin/firestore'
import { z } from 'zod'
import { parseDocument, timestampSchema } from '../kernel/documents.firestore.ts'
import {
  parseEach,
  parseOrSetAside,
  parsePage,
  type SetAside,
} from '../kernel/unreadable-documents.firestore.ts'
import type { Template } from './template.ts'
import type { TemplateFilter, TemplateStore } from './template-store.ts'

const StoredTemplate = z.object({
  wabaId: z.string(),
  metaId: z.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string(),
  parameterFormat: z.enum(['POSITIONAL', 'NAMED']),
  // Components may nest lists in lists, which Firestore refuses.
  components: z
    .string()
    .transform((json): unknown => JSON.parse(json))
    .pipe(z.array(z.unknown())),
  quality: z.string().exactOptional(),
  rejectedReason: z.string().exactOptional(),
  syncedAt: timestampSchema,
  goneAt: timestampSchema.exactOptional(),
})

/** Copies in the collection `templates`. */
export function firestoreTemplates(db: Firestore, setAside?: SetAside): TemplateStore {
  const templates = db.collection('templates')
  return {
    async find(id) {
      const document = await templates.doc(id).get()
      return document.exists ? parseOrSetAside(document, readTemplate, setAside) : null
    },
    async listAll(wabaId) {
      return copiesIn(templates.where('wabaId', '==', wabaId), setAside)
    },
    list: (filter) => parsePage(filtered(templates, filter), filter.limit, { parse: readTemplate, setAside }),
    async save(copies) {
      const writer = db.bulkWriter()
      const writes = copies.map(async (copy) => writer.set(templates.doc(copy.id), toStored(copy)))
      await writer.close()
      await Promise.all(writes)
    },
  }
}

/** Reads a document of `templates`. */
export const readTemplate = (document: DocumentSnapshot): Template => ({
  ...parseDocument(StoredTemplate, document),
  id: document.id,
})

async function copiesIn(query: Query, setAside: SetAside | undefined): Promise<Template[]> {
  const { docs } = await query.get()
  return parseEach(docs, readTemplate, setAside)
}

const toStored = ({ id: _id, components, ...copy }: Template) => ({
  ...copy,
  components: JSON.stringify(components),
  ...(copy.goneAt && { purgeAt: purgeDate('deletedTemplate', copy.goneAt) }),
})

function filtered(
  templates: Query,
  { wabaId, name, language, status, cursor, limit }: TemplateFilter,
): Query {
  let query = templates
  if (wabaId !== undefined) query = query.where('wabaId', '==', wabaId)
  if (name !== undefined) query = query.where('name', '==', name)
  if (language !== undefined) query = query.where('language', '==', language)
  if (status !== undefined) query = query.where('status', '==', status)
  query = query.orderBy('name').orderBy(FieldPath.documentId())
  if (cursor) query = query.startAfter(cursor.name, cursor.id)
  return query.limit(limit)
}
