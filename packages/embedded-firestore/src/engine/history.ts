import { FirestoreError, invalid } from '../protocol/status.ts'
import { findDocument } from './database.ts'
import { splitPath } from './resource-name.ts'
import type { Micros } from '../values/timestamp.ts'
import type { Change, StoredDocument } from './document.ts'
import type { Collection, Database, View } from './database.ts'

/** How far back reads may look, in microseconds. (Production: one hour, or seven days with recovery switched on.) */
export const historySpan = 60e6

/** Records a change for reads in the past and drops expired entries. */
export function recordChange(database: Database, time: Micros, change: Change): void {
  database.history.push({ time, change })
  // Drops entries in large blocks: removing one from the front of a long array per commit would be slow.
  const oldest = database.history[database.history.length >> 1]
  if (oldest && oldest.time < time - historySpan)
    database.history.splice(0, (database.history.length >> 1) + 1)
}

/** The newest state. */
export function viewNow(database: Database): View {
  return {
    database,
    find: (path) => findDocument(database, path),
    documentsOf: (collection) => collection.documents.values(),
    newest: true,
  }
}

function statesAt(database: Database, time: Micros): Map<string, StoredDocument | undefined> {
  const states = new Map<string, StoredDocument | undefined>()
  for (let i = database.history.length - 1; i >= 0; i--) {
    const entry = database.history[i]
    if (!entry || entry.time <= time) break
    states.set(entry.change.path, entry.change.before)
  }
  return states
}

function* documentsAt(collection: Collection, states: Map<string, StoredDocument | undefined>) {
  for (const document of collection.documents.values()) if (!states.has(document.path)) yield document
  for (const [path, document] of states)
    if (document && splitPath(path).collection === collection.path) yield document
}

/** The state right after the last commit at or before a time; throws when that is too long ago or still to come. */
export function viewAt(database: Database, time: Micros, now: Micros): View {
  if (time > now) throw invalid('The read time lies in the future.')
  if (time < now - historySpan)
    throw new FirestoreError(
      'FAILED_PRECONDITION',
      'The requested snapshot version is too old: reads may look back 60 seconds.',
    )
  const states = statesAt(database, time)
  if (states.size === 0) return viewNow(database)
  return {
    database,
    find: (path) => (states.has(path) ? states.get(path) : findDocument(database, path)),
    documentsOf: (collection) => documentsAt(collection, states),
    newest: false,
  }
}
