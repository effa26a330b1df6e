import { randomBytes } from 'node:crypto'
import { commitWrites, rejectDuplicateDocuments } from '../engine/commit.ts'
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
import { collectionIdOfName } from './rpc-context.ts'
import type { Database } from '../engine/database.ts'
import type { CommitOutcome } from '../engine/commit.ts'
import type { Document, DocumentMask, Precondition, Write, WriteResult } from '../protocol/messages.ts'
import type { RpcContext, RpcMethod } from './rpc-context.ts'

interface WritesRequest {
  database?: string
  writes?: Write[]
  transaction?: Buffer
}

const nameOf = (write: Write) => write.update?.name ?? write.transform?.document ?? write.delete
const touched = ({ writes = [] }: WritesRequest) => writes.map((write) => collectionIdOfName(nameOf(write)))

/** Commits and bills; a commit that is refused bills nothing. */
function billedCommit(context: RpcContext, database: Database, writes: readonly Write[]): CommitOutcome {
  const outcome = commitWrites(context.engine, database, writes)
  for (const { kind, path } of outcome.planned)
    context.meter.bill(kind === 'delete' ? 'deletes' : 'writes', collectionIdOfDocument(path), 1)
  return outcome
}

const commit: RpcMethod<WritesRequest> = {
  collections: touched,
  run(context, { database: name, writes = [], transaction }) {
    const database = databaseOf(context.engine, name)
    if (transaction?.length)
      closeForCommit(context.engine, database, { id: transaction, writes: writes.length })
    const { time, results } = billedCommit(context, database, writes)
    return [{ writeResults: results, commitTime: fromMicros(time) }]
  },
}

interface Status {
  code?: number
  message?: string
}

/** One write of a batch, which fails independently of the others. */
function attempt(
  context: RpcContext,
  database: Database,
  write: Write,
): { result: WriteResult; status: Status } {
  try {
    const { path: document } = parseDocumentName(nameOf(write))
    const one = { rpc: 'BatchWrite', collections: [collectionIdOfDocument(document)], document }
    context.failures.consume(one, 'before')
    const [result = {}] = billedCommit(context, database, [write]).results
    context.failures.consume(one, 'after')
    return { result, status: {} }
  } catch (error) {
    if (!(error instanceof FirestoreError)) throw error
    return { result: {}, status: { code: error.code, message: error.message } }
  }
}

const batchWrite: RpcMethod<WritesRequest> = {
  collections: touched,
  run(context, { database: name, writes = [] }) {
    const database = databaseOf(context.engine, name)
    rejectDuplicateDocuments(writes)
    const attempts = writes.map((write) => attempt(context, database, write))
    return [
      { writeResults: attempts.map(({ result }) => result), status: attempts.map(({ status }) => status) },
    ]
  },
}

/** Performs one write and returns the document it leaves behind. */
function writeDocument(context: RpcContext, write: Write, mask: DocumentMask | undefined): Document {
  const { database: name, path } = parseDocumentName(write.update?.name)
  const database = databaseOf(context.engine, name)
  billedCommit(context, database, [write])
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
const createDocument: RpcMethod<CreateRequest> = {
  collections: ({ collectionId }) => [collectionId ?? ''],
  run(context, { parent, collectionId, documentId, document, mask }) {
    const { database, path } = parseParentName(parent)
    const id = documentId || randomBytes(10).toString('hex')
    const name = documentName(database, `${path && `${path}/`}${String(collectionId)}/${id}`)
    const write = { update: { name, fields: document?.fields ?? {} }, currentDocument: { exists: false } }
    return [writeDocument(context, write, mask)]
  },
}

interface UpdateRequest {
  document?: Document
  updateMask?: DocumentMask
  mask?: DocumentMask
  currentDocument?: Precondition
}
const updateDocument: RpcMethod<UpdateRequest> = {
  collections: ({ document }) => [collectionIdOfName(document?.name)],
  run(context, { document = {}, updateMask, mask, currentDocument }) {
    const update = { name: document.name ?? '', fields: document.fields ?? {} }
    return [
      writeDocument(
        context,
        { update, ...(updateMask && { updateMask }), ...(currentDocument && { currentDocument }) },
        mask,
      ),
    ]
  },
}

const deleteDocument: RpcMethod<{ name?: string; currentDocument?: Precondition }> = {
  collections: ({ name }) => [collectionIdOfName(name)],
  run(context, { name = '', currentDocument }) {
    const { database } = parseDocumentName(name)
    const write = { delete: name, ...(currentDocument && { currentDocument }) }
    billedCommit(context, databaseOf(context.engine, database), [write])
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
