import { invalid } from '../protocol/status.ts'
import { nameSize, valueSize } from '../values/document-size.ts'
import { formatFieldPath, nameField, parseFieldPath, valueAt } from '../values/field-path.ts'
import type { Fields, Value } from '../protocol/messages.ts'
import type { CompositeIndex, IndexField, IndexSet } from './index-set.ts'

/** https://firebase.google.com/docs/firestore/quotas#indexes */
const maximumEntries = 40_000
const maximumBytes = 8 * 1_048_576
const longestIndexedValue = 1500
/** Per entry, https://firebase.google.com/docs/firestore/storage-size#index-entry-size */
const entryOverhead = 32

interface Entries {
  count: number
  bytes: number
}

interface Indexed {
  readonly path: string
  readonly collection: string
  readonly fields: Fields
}

const indexedSize = (value: Value) => Math.min(valueSize(value), longestIndexedValue)
const listOf = (value: Value) => ('arrayValue' in value ? (value.arrayValue.values ?? []) : undefined)

/** Every value that has single-field indexes, with its path: values in maps, and arrays as a whole. */
function* leaves(fields: Fields, around: readonly string[] = []): Generator<[path: string[], value: Value]> {
  for (const [name, value] of Object.entries(fields)) {
    const path = [...around, name]
    if ('mapValue' in value) yield* leaves(value.mapValue.fields ?? {}, path)
    else yield [path, value]
  }
}

function addSingles(total: Entries, { collection, fields, path }: Indexed, indexes: IndexSet): void {
  const nameBytes = 2 * nameSize(path) + entryOverhead
  for (const [field, value] of leaves(fields)) {
    const fieldPath = formatFieldPath(field)
    const list = listOf(value)
    const values = list ?? [value]
    const kinds = indexes
      .singles(collection, fieldPath)
      .filter(({ fields: [only] }) => only && 'order' in only === (list === undefined))
    total.count += kinds.length * values.length
    for (const one of values)
      total.bytes += kinds.length * (nameBytes + Buffer.byteLength(fieldPath) + 1 + indexedSize(one))
  }
}

/** The values a document has in one field of an index: the members of an array, or the one value. */
function valuesIn(fields: Fields, field: IndexField): readonly Value[] {
  if (field.fieldPath === nameField) return [{ nullValue: 'NULL_VALUE' }]
  const value = valueAt(fields, parseFieldPath(field.fieldPath))
  if (!value) return []
  return 'order' in field ? [value] : (listOf(value) ?? [])
}

function addComposite(total: Entries, { path, fields }: Indexed, index: CompositeIndex): void {
  const values = index.fields.map((field) => valuesIn(fields, field))
  const count = values.reduce((product, { length }) => product * length, 1)
  total.count += count
  total.bytes += count * (2 * nameSize(path) + entryOverhead)
  for (const ones of values) for (const one of ones) total.bytes += (count / ones.length) * indexedSize(one)
}

/** The index entries of a document. */
export function indexEntriesOf(document: Indexed, indexes: IndexSet): Entries {
  const total = { count: 0, bytes: 0 }
  addSingles(total, document, indexes)
  for (const index of indexes.composites(document.collection)) addComposite(total, document, index)
  return total
}

/** Throws INVALID_ARGUMENT for a document with more index entries than production stores. */
export function checkIndexEntries(document: Indexed, indexes: IndexSet): void {
  const { count, bytes } = indexEntriesOf(document, indexes)
  if (count > maximumEntries)
    throw invalid(
      `too many index entries for entity /${document.path}: ${count}, the maximum is ${maximumEntries}. Exempt a field.`,
    )
  if (bytes > maximumBytes)
    throw invalid(
      `The index entries of /${document.path} take ${bytes} bytes, the maximum is ${maximumBytes}. Exempt a field.`,
    )
}
