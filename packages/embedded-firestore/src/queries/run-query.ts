import { bestRange } from './index-range.ts'
import { betweenCursors, resultOrder } from './result-order.ts'
import { nearestDocuments } from './find-nearest.ts'
import type { Collection, Database, View } from '../engine/database.ts'
import type { StoredDocument } from '../engine/document.ts'
import type { IndexRange } from './index-range.ts'
import type { Query } from './query.ts'

/** The collections a query looks at. */
export function collectionsOf(database: Database, query: Query): Collection[] {
  const { parent, collectionId, allDescendants } = query
  const prefix = parent === '' ? '' : `${parent}/`
  if (!allDescendants && collectionId !== undefined) {
    const only = database.collections.get(`${prefix}${collectionId}`)
    return only ? [only] : []
  }
  const wanted = (collection: Collection) =>
    collection.path.startsWith(prefix) &&
    (collectionId === undefined || collection.id === collectionId) &&
    (allDescendants || !collection.path.slice(prefix.length).includes('/'))
  return [...database.collections.values()].filter(wanted)
}

function* walk({ index, from, to, descending }: IndexRange): Generator<StoredDocument> {
  for (let i = 0; i < to - from; i++) {
    const entry = index.entries[descending ? to - 1 - i : from + i]
    if (entry) yield entry.document
  }
}

function* allDocuments(view: View, collections: readonly Collection[]): Generator<StoredDocument> {
  for (const collection of collections) yield* view.documentsOf(collection)
}

/** The documents to scan, and whether they are in query order. */
function source(view: View, query: Query): { documents: Iterable<StoredDocument>; ordered: boolean } {
  const collections = collectionsOf(view.database, query)
  const [only, ...others] = collections
  const range = view.newest && only && others.length === 0 ? bestRange(only, query) : undefined
  if (!range) return { documents: allDocuments(view, collections), ordered: false }
  return { documents: walk(range), ordered: range.ordered }
}

/** Matches in order, at most `wanted`. */
function matches(view: View, query: Query, wanted: number): StoredDocument[] {
  const { documents, ordered } = source(view, query)
  const between = betweenCursors(query)
  const found: StoredDocument[] = []
  for (const document of documents) {
    if (ordered && found.length === wanted) break
    if (query.matches(document) && between(document)) found.push(document)
  }
  return ordered ? found : found.sort(resultOrder(query.orders))
}

/** The results of a query in their order, offset and limit applied. Documents are the stored ones: not to be changed. */
export function runQuery(view: View, query: Query): readonly StoredDocument[] {
  if (query.nearest) return nearestDocuments(matches(view, query, Infinity), query.nearest)
  const end = query.limit === undefined ? Infinity : query.offset + query.limit
  return matches(view, query, end).slice(query.offset, end)
}

/** Number of matches skipped by the offset; they are billed like results. */
export function skippedBy(query: Query, results: readonly StoredDocument[], view: View): number {
  if (query.offset === 0 || results.length > 0) return query.offset
  return matches(view, query, query.offset).slice(0, query.offset).length
}
