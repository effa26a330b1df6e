import { readFileSync } from 'node:fs'
import { createIndexSet } from '../indexes/index-set.ts'
import { missingIndex } from '../indexes/missing-index.ts'
import type { CompositeIndex, IndexFile, IndexSet } from '../indexes/index-set.ts'
import type { QueryShape } from '../observation/query-shapes.ts'

/** The indexes of a server, and what a query lacks of them. */
export interface ServerIndexes {
  readonly indexes: IndexSet
  readonly missingIndexOf: (shape: QueryShape) => CompositeIndex | undefined
}

/** Reads firestore.indexes.json. Without a path documents have the automatic indexes, and every query runs. */
export function readIndexFile(path: string | undefined): ServerIndexes {
  if (path === undefined) return { indexes: createIndexSet({}), missingIndexOf: () => undefined }
  const indexes = createIndexSet(JSON.parse(readFileSync(path, 'utf8')) as IndexFile)
  // Shapes are recorded once each, so this holds as many entries as there are distinct queries.
  const known = new Map<QueryShape, CompositeIndex | undefined>()
  const missingIndexOf = (shape: QueryShape) => {
    if (!known.has(shape)) known.set(shape, missingIndex(shape, indexes))
    return known.get(shape)
  }
  return { indexes, missingIndexOf }
}
