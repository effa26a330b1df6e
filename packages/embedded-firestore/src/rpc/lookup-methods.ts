import { toProtocol } from '../engine/document.ts'
import { databaseOf } from '../engine/engine.ts'
import { parseDocumentName } from '../engine/resource-name.ts'
import { acquireDocumentLocks, beginTransaction, startReading } from '../engine/transaction.ts'
import { FirestoreError, invalid } from '../protocol/status.ts'
import { masked } from './document-mask.ts'
import { countReads, collectionIdOfName } from './rpc-context.ts'
import type { Consistency, DocumentMask } from '../protocol/messages.ts'
import type { Database } from '../engine/database.ts'
import type { RpcContext, RpcMethod } from './rpc-context.ts'

interface GetRequest extends Consistency {
  name?: string
  mask?: DocumentMask
}
const getDocument: RpcMethod<GetRequest> = {
  collections: ({ name }) => [collectionIdOfName(name)],
  run(context, request) {
    const { database: name, path } = parseDocumentName(request.name)
    const reading = startReading(context.engine, databaseOf(context.engine, name), request)
    const document = reading.view.find(path)
    reading.trackDocument(path, document)
    countReads(context, [path])
    if (!document) throw new FirestoreError('NOT_FOUND', `Document ${String(request.name)} not found.`)
    return [toProtocol(document, masked(document.fields, request.mask))]
  },
}

interface BatchGetRequest extends Consistency {
  database?: string
  documents?: string[]
  mask?: DocumentMask
}
function checkedPaths(database: Database, names: readonly string[]): string[] {
  return names.map((name) => {
    const parsed = parseDocumentName(name)
    if (parsed.database === database.name) return parsed.path
    throw invalid(`${parsed.path} of ${parsed.database} does not belong to ${database.name}.`)
  })
}

/** Opens the requested transaction, or waits for the locks of the one it reads in. */
async function startLockedReading(
  context: RpcContext,
  database: Database,
  { wanted, paths }: { wanted: Consistency; paths: string[] },
) {
  const opened = wanted.newTransaction && beginTransaction(context.engine, database, wanted.newTransaction)
  const transaction = opened ?? wanted.transaction
  if (!transaction?.length) return { opened, reading: startReading(context.engine, database, wanted) }
  await acquireDocumentLocks(context.engine, database, { id: transaction, paths })
  return { opened, reading: startReading(context.engine, database, { transaction }) }
}

const batchGetDocuments: RpcMethod<BatchGetRequest> = {
  collections: ({ documents = [] }) => documents.map(collectionIdOfName),
  async run(context, request) {
    const database = databaseOf(context.engine, request.database)
    const names = [...new Set(request.documents ?? [])]
    const paths = checkedPaths(database, names)
    const { opened, reading } = await startLockedReading(context, database, { wanted: request, paths })
    const { view, readTime, trackDocument } = reading
    countReads(context, paths)
    const answers: object[] = paths.map((path, i) => {
      const document = view.find(path)
      trackDocument(path, document)
      const found = document && toProtocol(document, masked(document.fields, request.mask))
      return { ...(found ? { found } : { missing: names[i] }), readTime }
    })
    return opened ? [{ transaction: opened }, ...answers] : answers
  },
}

/** Methods that read documents by name. */
export const lookupMethods = { GetDocument: getDocument, BatchGetDocuments: batchGetDocuments }
