import { insertIntoIndex, removeFromIndex } from './sorted-index.ts'
import { collectionIdOf, splitPath } from './resource-name.ts'
import type { Change, StoredDocument } from './document.ts'
import type { HistoryEntry } from './history.ts'
import type { SortedIndex } from './sorted-index.ts'
import type { Transaction } from './transaction.ts'
import type { DocumentLocks } from './turns.ts'

/** The documents of one collection and the indexes that queries have asked for, by field path. */
export interface Collection {
  readonly path: string
  readonly id: string
  readonly documents: Map<string, StoredDocument>
  readonly indexes: Map<string, SortedIndex>
}

/** One database of one project: its collections by path, what changed lately, and its open transactions. */
export interface Database {
  /** `projects/{project}/databases/{database}` */
  readonly name: string
  readonly collections: Map<string, Collection>
  readonly history: HistoryEntry[]
  readonly transactions: Map<string, Transaction>
  readonly locks: DocumentLocks
}

/** An empty database. */
export const createDatabase = (name: string): Database => ({
  name,
  collections: new Map(),
  history: [],
  transactions: new Map(),
  locks: new Map(),
})

function collectionAt(database: Database, path: string): Collection {
  const known = database.collections.get(path)
  if (known) return known
  const made: Collection = { path, id: collectionIdOf(path), documents: new Map(), indexes: new Map() }
  database.collections.set(path, made)
  return made
}

/** The newest state of a document, by its path relative to the database. */
export function findDocument(database: Database, path: string): StoredDocument | undefined {
  const { collection, id } = splitPath(path)
  return database.collections.get(collection)?.documents.get(id)
}

/** Puts the after side of a change in place and keeps the collection's indexes right. */
export function applyChange(database: Database, { path, before, after }: Change): void {
  const { collection: collectionPath, id } = splitPath(path)
  const collection = collectionAt(database, collectionPath)
  if (after) collection.documents.set(id, after)
  else collection.documents.delete(id)
  for (const index of collection.indexes.values()) {
    if (before) removeFromIndex(index, before)
    if (after) insertIntoIndex(index, after)
  }
}
