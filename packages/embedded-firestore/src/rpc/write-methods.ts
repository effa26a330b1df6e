import { randomBytes } from 'node:crypto'
import { commitWrites, refuseRepeatedDocuments } from '../engine/commit.ts'
import { findDocument } from '../engine/database.ts'
import { toProtocol } from '../engine/document.ts'
import { databaseOf } from '../engine/engine.ts'
import {
  collectionIdOfDocument,
  documentName,
  parseDocumentName,
  parseParentName,
} from '../engine/resource-name.ts'
import { closeForCommit } from '../engine/transaction.ts'
import { FirestoreError } from '../protocol/status.ts'
import { fromMicros } from '../values/timestamp.ts'
import { masked } from './document-mask.ts'
import { collectionIn } from './house.ts'
import type { Database } from '../engine/database.ts'
import type { CommitOutcome } from '../engine/commit.ts'
import type { Document, DocumentMask, Precondition, Write, WriteResult } from '../protocol/messages.ts'
import type { House, Method } from './house.ts'

interface WritesRequest {
  database?: string
  writes?: Write[]
  transaction?: Buffer
}

const touched = ({ writes = [] }: WritesRequest) =>
  writes.map((write) => collectionIn(write.update?.name ?? write.transform?.document ?? write.delete))

/** Commits and bills; a commit that is refused bills nothing. */
function billedCommit(house: House, database: Database, writes: readonly Write[]): CommitOutcome {
  const outcome = commitWrites(house.engine, database, writes)
  for (const { kind, path } of outcome.planned)
    house.meter.bill(kind === 'delete' ? 'deletes' : 'writes', collectionIdOfDocument(path), 1)
  return outcome
}

const commit: Method<WritesRequest> = {
  collections: touched,
  run(house, { database: name, writes = [], transaction }) {
    const database = databaseOf(house.engine, name)
    if (transaction?.length)
      closeForCommit(house.engine, database, { id: transaction, writes: writes.length })
    const { time, results } = billedCommit(house, database, writes)
    return [{ writeResults: results, commitTime: fromMicros(time) }]
  },
}

interface Status {
  code?: number
  message?: string
}

/** One write of a batch: its refusal is its own, and leaves the others alone. */
function attempt(house: House, database: Database, write: Write): { result: WriteResult; status: Status } {
  try {
    const [result = {}] = billedCommit(house, database, [write]).results
    return { result, status: {} }
  } catch (error) {
    if (!(error instanceof FirestoreError)) throw error
    return { result: {}, status: { code: error.code, message: error.message } }
  }
}

const batchWrite: Method<WritesRequest> = {
  collections: touched,
  run(house, { database: name, writes = [] }) {
    const database = databaseOf(house.engine, name)
    refuseRepeatedDocuments(writes)
    const attempts = writes.map((write) => attempt(house, database, write))
    return [
      { writeResults: attempts.map(({ result }) => result), status: attempts.map(({ status }) => status) },
    ]
  },
}

/** Performs one write and returns the document it leaves behind. */
function writeDocument(house: House, write: Write, mask: DocumentMask | undefined): Document {
  const { database: name, path } = parseDocumentName(write.update?.name)
  const database = databaseOf(house.engine, name)
  billedCommit(house, database, [write])
  const written = findDocument(database, path)
  if (!written) throw new FirestoreError('INTERNAL', `${path} is gone right after it was written.`)
  return toProtocol(written, masked(written.fields, mask))
}

interface CreateRequest {
  parent?: string
  collectionId?: string
  documentId?: string
  document?: Document
  mask?: DocumentMask
}
const createDocument: Method<CreateRequest> = {
  collections: ({ collectionId }) => [collectionId ?? ''],
  run(house, { parent, collectionId, documentId, document, mask }) {
    const { database, path } = parseParentName(parent)
    const id = documentId || randomBytes(10).toString('hex')
    const name = documentName(database, `${path && `${path}/`}${String(collectionId)}/${id}`)
    const write = { update: { name, fields: document?.fields ?? {} }, currentDocument: { exists: false } }
    return [writeDocument(house, write, mask)]
  },
}

interface UpdateRequest {
  document?: Document
  updateMask?: DocumentMask
  mask?: DocumentMask
  currentDocument?: Precondition
}
const updateDocument: Method<UpdateRequest> = {
  collections: ({ document }) => [collectionIn(document?.name)],
  run(house, { document = {}, updateMask, mask, currentDocument }) {
    const update = { name: document.name ?? '', fields: document.fields ?? {} }
    return [
      writeDocument(
        house,
        { update, ...(updateMask && { updateMask }), ...(currentDocument && { currentDocument }) },
        mask,
      ),
    ]
  },
}

const deleteDocument: Method<{ name?: string; currentDocument?: Precondition }> = {
  collections: ({ name }) => [collectionIn(name)],
  run(house, { name = '', currentDocument }) {
    const { database } = parseDocumentName(name)
    const write = { delete: name, ...(currentDocument && { currentDocument }) }
    billedCommit(house, databaseOf(house.engine, database), [write])
    return [{}]
  },
}

/** Methods that write. */
export const writeMethods = {
  Commit: commit,
  BatchWrite: batchWrite,
  CreateDocument: createDocument,
  UpdateDocument: updateDocument,
  DeleteDocument: deleteDocument,
}
