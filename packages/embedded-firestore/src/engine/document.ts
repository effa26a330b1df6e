import { fromMicros } from '../values/timestamp.ts'
import type { Micros } from '../values/timestamp.ts'
import type { Document, Fields } from '../protocol/messages.ts'

/**
 * One state of a document. Immutable: a write creates a new one, so readers may hold it.
 * updateTime is unique per commit and serves as the version.
 */
export interface StoredDocument {
  readonly name: string
  /** Relative to the database: `messages/msg_1`. */
  readonly path: string
  readonly id: string
  readonly fields: Fields
  readonly createTime: Micros
  readonly updateTime: Micros
}

/** One document's change in a commit; an absent side means that it did not exist. */
export interface Change {
  readonly path: string
  readonly before: StoredDocument | undefined
  readonly after: StoredDocument | undefined
}

/** A document as the protocol carries it. */
export function toProtocol(document: StoredDocument, fields: Fields = document.fields): Document {
  return {
    name: document.name,
    fields,
    createTime: fromMicros(document.createTime),
    updateTime: fromMicros(document.updateTime),
  }
}
