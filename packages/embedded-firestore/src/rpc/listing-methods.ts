import { toProtocol } from '../engine/document.ts'
import { databaseOf } from '../engine/engine.ts'
import { documentName, parseParentName, splitPath } from '../engine/resource-name.ts'
import { startReading } from '../engine/transaction.ts'
import { parseQuery } from '../queries/query.ts'
import { runQuery } from '../queries/run-query.ts'
import { comparePaths, compareText } from '../values/text-order.ts'
import { masked } from './document-mask.ts'
import { requireIndex } from './require-index.ts'
import type { View } from '../engine/database.ts'
import type { Consistency, Document, DocumentMask } from '../protocol/messages.ts'
import type { Query } from '../queries/query.ts'
import type { RpcMethod } from './rpc-context.ts'

/** One page: the token is the last key of the page before. */
function page<Item>(
  items: readonly Item[],
  { pageSize, pageToken, key }: { pageSize: number; pageToken: string; key: (item: Item) => string },
): { shown: Item[]; nextPageToken?: string } {
  const rest = items.filter((item) => pageToken === '' || compareText(key(item), pageToken) > 0)
  const shown = rest.slice(0, pageSize)
  const last = shown.at(-1)
  return { shown, ...(last !== undefined && shown.length < rest.length && { nextPageToken: key(last) }) }
}

/** Collections below a parent, at any depth, that have documents in this view. */
function* pathsBelow(view: View, prefix: string): Generator<string> {
  for (const collection of view.database.collections.values()) {
    if (!collection.path.startsWith(prefix)) continue
    for (const { path } of view.documentsOf(collection)) {
      yield path
      break
    }
  }
}

/** Paths of documents under a parent that do not exist themselves but have documents below them. */
function missingPaths(view: View, parent: string, collectionId: string | undefined): string[] {
  const prefix = parent && `${parent}/`
  const within = collectionId ? `${prefix}${collectionId}/` : prefix
  const depth = prefix.split('/').length + 1
  const paths = [...pathsBelow(view, within)].map((path) => path.split('/').slice(0, depth).join('/'))
  return [...new Set(paths)].filter((path) => !view.find(path))
}

interface ListDocumentsRequest extends Consistency {
  parent?: string
  collectionId?: string
  pageSize?: number
  pageToken?: string
  orderBy?: string
  mask?: DocumentMask
  showMissing?: boolean
}

const orderOf = (text: string) =>
  text.split(',').map((part) => {
    const [fieldPath = '', direction] = part.trim().split(/\s+/)
    return { field: { fieldPath }, direction: direction === 'desc' ? 'DESCENDING' : 'ASCENDING' }
  })

function queryFor(path: string, { collectionId, orderBy }: ListDocumentsRequest): Query {
  return parseQuery(path, {
    from: [collectionId ? { collectionId } : {}],
    ...(orderBy && { orderBy: orderOf(orderBy) }),
  })
}

const listDocuments: RpcMethod<ListDocumentsRequest> = {
  collections: ({ collectionId }) => [collectionId ?? ''],
  run(context, request) {
    const { database: name, path } = parseParentName(request.parent)
    const { view, trackQuery } = startReading(context.engine, databaseOf(context.engine, name), request)
    const query = queryFor(path, request)
    requireIndex(context, query)
    const found = runQuery(view, query)
    trackQuery((other) => runQuery(other, query), found)
    const documents: Document[] = found.map((document) =>
      toProtocol(document, masked(document.fields, request.mask)),
    )
    if (request.showMissing)
      for (const below of missingPaths(view, path, request.collectionId))
        documents.push({ name: documentName(name, below) })
    const sorted = request.orderBy
      ? documents
      : documents.sort((a, b) => comparePaths(a.name ?? '', b.name ?? ''))
    const { shown, nextPageToken } = page(sorted, {
      pageSize: request.pageSize || 300,
      pageToken: request.pageToken ?? '',
      key: (document) => splitPath(document.name ?? '').id,
    })
    context.meter.bill('reads', request.collectionId ?? '*', Math.max(1, shown.length))
    return [{ documents: shown, ...(nextPageToken && { nextPageToken }) }]
  },
}

interface ListCollectionIdsRequest extends Consistency {
  parent?: string
  pageSize?: number
  pageToken?: string
}
const listCollectionIds: RpcMethod<ListCollectionIdsRequest> = {
  collections: () => [],
  run(context, request) {
    const { database: name, path } = parseParentName(request.parent)
    const { view } = startReading(context.engine, databaseOf(context.engine, name), request)
    const prefix = path && `${path}/`
    const ids = [...pathsBelow(view, prefix)].map((below) => below.slice(prefix.length).split('/')[0] ?? '')
    const { shown, nextPageToken } = page([...new Set(ids)].sort(compareText), {
      pageSize: request.pageSize || 300,
      pageToken: request.pageToken ?? '',
      key: (id) => id,
    })
    context.meter.bill('reads', '*', 1)
    return [{ collectionIds: shown, ...(nextPageToken && { nextPageToken }) }]
  },
}

/** Methods that list documents and collections. */
export const listingMethods = { ListDocuments: listDocuments, ListCollectionIds: listCollectionIds }
