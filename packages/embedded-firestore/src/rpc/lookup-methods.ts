import { toProtocol } from '../engine/document.ts'
import { databaseOf } from '../engine/engine.ts'
import { parseDocumentName } from '../engine/resource-name.ts'
import { startReading } from '../engine/transaction.ts'
import { FirestoreError, invalid } from '../protocol/status.ts'
import { masked } from './document-mask.ts'
import { billLookups, collectionIn } from './house.ts'
import type { Consistency, DocumentMask } from '../protocol/messages.ts'
import type { Method } from './house.ts'

interface GetRequest extends Consistency {
  name?: string
  mask?: DocumentMask
}
const getDocument: Method<GetRequest> = {
  collections: ({ name }) => [collectionIn(name)],
  run(house, request) {
    const { database: name, path } = parseDocumentName(request.name)
    const reading = startReading(house.engine, databaseOf(house.engine, name), request)
    const document = reading.view.find(path)
    reading.sawDocument(path, document)
    billLookups(house, [path])
    if (!document) throw new FirestoreError('NOT_FOUND', `Document ${String(request.name)} not found.`)
    return [toProtocol(document, masked(document.fields, request.mask))]
  },
}

interface BatchGetRequest extends Consistency {
  database?: string
  documents?: string[]
  mask?: DocumentMask
}
const batchGetDocuments: Method<BatchGetRequest> = {
  collections: ({ documents = [] }) => documents.map(collectionIn),
  run(house, request) {
    const database = databaseOf(house.engine, request.database)
    const names = [...new Set(request.documents ?? [])]
    const parsed = names.map(parseDocumentName)
    const foreign = parsed.find((name) => name.database !== database.name)
    if (foreign) throw invalid(`${foreign.path} of ${foreign.database} does not belong to ${database.name}.`)
    const { view, readTime, opened, sawDocument } = startReading(house.engine, database, request)
    billLookups(
      house,
      parsed.map(({ path }) => path),
    )
    const answers: object[] = parsed.map(({ path }, i) => {
      const document = view.find(path)
      sawDocument(path, document)
      const found = document && toProtocol(document, masked(document.fields, request.mask))
      return { ...(found ? { found } : { missing: names[i] }), readTime }
    })
    return opened ? [{ transaction: opened }, ...answers] : answers
  },
}

/** Methods that read documents by name. */
export const lookupMethods = { GetDocument: getDocument, BatchGetDocuments: batchGetDocuments }
