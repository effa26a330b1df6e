import { compareValues } from '../values/compare-values.ts'
import { nameField, parseFieldPath, valueAt } from '../values/field-path.ts'
import { compareText } from '../values/text-order.ts'
import type { FieldPath } from '../values/field-path.ts'
import type { Value } from '../protocol/messages.ts'
import type { StoredDocument } from './document.ts'

/** A document under the value it has in the indexed field. */
export interface IndexEntry {
  readonly value: Value
  readonly document: StoredDocument
}

/** All documents of a collection that have a field, ordered by its value, then by document id. */
export interface SortedIndex {
  readonly field: FieldPath
  readonly entries: IndexEntry[]
}

/** The value of a field; `__name__` is the document's own name. */
export function fieldOf(document: StoredDocument, field: FieldPath): Value | undefined {
  if (field.length === 1 && field[0] === nameField) return { referenceValue: document.name }
  return valueAt(document.fields, field)
}

const compareEntries = (a: IndexEntry, b: IndexEntry) =>
  compareValues(a.value, b.value) || compareText(a.document.id, b.document.id)

/** The first position whose entry satisfies the test; the test must turn true once and stay so. */
export function firstPosition(entries: readonly IndexEntry[], test: (entry: IndexEntry) => boolean): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(entries[middle] as IndexEntry)) high = middle
    else low = middle + 1
  }
  return low
}

/** Builds the index of a field (its path as text) over the documents. */
export function buildIndex(fieldPath: string, documents: Iterable<StoredDocument>): SortedIndex {
  const field = parseFieldPath(fieldPath)
  const entries: IndexEntry[] = []
  for (const document of documents) {
    const value = fieldOf(document, field)
    if (value) entries.push({ value, document })
  }
  return { field, entries: entries.sort(compareEntries) }
}

/** Adds a document if it has the field. */
export function insertIntoIndex(index: SortedIndex, document: StoredDocument): void {
  const value = fieldOf(document, index.field)
  if (!value) return
  const entry = { value, document }
  index.entries.splice(
    firstPosition(index.entries, (other) => compareEntries(other, entry) > 0),
    0,
    entry,
  )
}

/** Removes the earlier state of a document. */
export function removeFromIndex(index: SortedIndex, document: StoredDocument): void {
  const value = fieldOf(document, index.field)
  if (!value) return
  const entry = { value, document }
  index.entries.splice(
    firstPosition(index.entries, (other) => compareEntries(other, entry) >= 0),
    1,
  )
}
