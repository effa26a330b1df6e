import { insertIntoIndex, removeFromIndex } from './sorted-index.ts'
import { collectionIdOf, splitPath } from './resource-name.ts'
import type { Micros } from '../values/timestamp.ts'
import type { Change, StoredDocument } from './document.ts'
import type { SortedIndex } from './sorted-index.ts'
import type { DocumentLocks } from './document-locks.ts'

/** The documents of one collection and the indexes that queries have asked for, by field path. */
export interface Collection {
  readonly path: string
  readonly id: string
  readonly documents: Map<string, StoredDocument>
  readonly indexes: Map<string, SortedIndex>
}

/** A past change, for reads at earlier times. */
export interface HistoryEntry {
  readonly time: Micros
  readonly change: Change
}

/** A consistent picture of a database at one moment. */
export interface View {
  readonly database: Database
  find(path: string): StoredDocument | undefined
  /** Every document of a collection, in no order. */
  documentsOf(collection: Collection): Iterable<StoredDocument>
  /** True for the newest state, for which indexes are valid. */
  readonly newest: boolean
}

/** A query that a transaction ran, and its results by identity. */
export interface TrackedQuery {
  readonly run: (view: View) => readonly StoredDocument[]
  readonly results: readonly StoredDocument[]
}

/**
 * An open transaction. Optimistic: it reads one snapshot and records what it read; the commit succeeds only when
 * all of it is still the newest state. Documents are immutable, so equality is object identity.
 */
export interface Transaction {
  readonly id: string
  readonly readOnly: boolean
  readonly startedAt: Micros
  lastUsedAt: Micros
  /** The snapshot, taken at the first read. */
  readTime: Micros | undefined
  readonly documents: Map<string, StoredDocument | undefined>
  readonly queries: TrackedQuery[]
  /** Paths whose lock it holds or waits for. */
  readonly lockedPaths: Set<string>
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

/** Applies a change to the collection and its indexes. */
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
