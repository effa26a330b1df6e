import { fromJson, toJson } from '../protocol/json.ts'
import { splitPath, documentName } from '../engine/resource-name.ts'
import type { Fields } from '../protocol/messages.ts'
import type { StoredDocument } from '../engine/document.ts'
import type { Delivery } from '../events/event-delivery.ts'
import type { Micros } from '../values/timestamp.ts'

/** A document as the log keeps it; without fields it was deleted. */
export interface LoggedDocument {
  readonly path: string
  readonly fields?: object
  readonly created?: Micros
  readonly updated?: Micros
}

/** One line of the log. A commit and its undelivered events are written atomically. */
export type LogRecord =
  | {
      readonly commit: string
      readonly time: Micros
      readonly documents: readonly LoggedDocument[]
      readonly events?: readonly Delivery[]
    }
  | { readonly cleared: string }
  | { readonly delivered: string }

/** The log's form of a document's new state. */
export function loggedDocument(path: string, document: StoredDocument | undefined): LoggedDocument {
  if (!document) return { path }
  const { fields } = toJson('Document', { fields: document.fields }) as { fields: object }
  return { path, fields, created: document.createTime, updated: document.updateTime }
}

/** The document of a log entry, or undefined for a deletion. */
export function restoredDocument(database: string, logged: LoggedDocument): StoredDocument | undefined {
  const { path, fields, created = 0, updated = 0 } = logged
  if (!fields) return undefined
  return {
    name: documentName(database, path),
    path,
    id: splitPath(path).id,
    fields: (fromJson('Document', { fields }) as { fields: Fields }).fields,
    createTime: created,
    updateTime: updated,
  }
}
