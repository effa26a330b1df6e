import { isDeepStrictEqual } from 'node:util'
import { invalid } from '../protocol/status.ts'
import { parseFieldPath, valueAt, withValueAt } from '../values/field-path.ts'
import { documentSize } from '../values/document-size.ts'
import { checkFieldName, storedFields } from '../values/stored-value.ts'
import { checkPrecondition } from './precondition.ts'
import { parseDocumentName, splitPath } from './resource-name.ts'
import { applyTransforms } from './transforms.ts'
import type { FieldPath } from '../values/field-path.ts'
import type { Micros } from '../values/timestamp.ts'
import type { DocumentMask, Fields, FieldTransform, Value, Write } from '../protocol/messages.ts'
import type { StoredDocument } from './document.ts'

/** https://firebase.google.com/docs/firestore/quotas: 1 MiB. */
const maximumDocumentBytes = 1_048_576

/** A validated write, ready to be applied to the current state of its document. */
export interface PlannedWrite {
  readonly path: string
  /** How the write is billed. */
  readonly kind: 'write' | 'delete'
  /** Throws when the precondition fails or the result is too large. `after` absent: the document is gone. */
  perform(
    current: StoredDocument | undefined,
    time: Micros,
  ): { after: StoredDocument | undefined; results: Value[] }
}

function checkedPath(text: string | undefined): FieldPath {
  const path = parseFieldPath(text ?? '')
  path.forEach(checkFieldName)
  return path
}

/** Without a mask the fields replace the document; with one, masked fields are set or, when not given, removed. */
function merged(old: Fields, given: Fields, mask: DocumentMask | undefined): Fields {
  if (!mask) return given
  return (mask.fieldPaths ?? [])
    .map(checkedPath)
    .reduce((fields, path) => withValueAt(fields, path, valueAt(given, path)), old)
}

function checkSize(name: string, path: string, fields: Fields): void {
  const size = documentSize(path, fields)
  if (size > maximumDocumentBytes)
    throw invalid(
      `Document ${name} cannot be written: its size of ${size} bytes exceeds the maximum of ${maximumDocumentBytes} bytes.`,
    )
}

/** The change of a write, apart from its precondition. */
interface FieldsChange {
  fields: (old: Fields) => Fields
  transforms: readonly FieldTransform[]
}

function documentAfter(
  { name, path }: { name: string; path: string },
  current: StoredDocument | undefined,
  { fields, time }: { fields: Fields; time: Micros },
): StoredDocument {
  // A write without a change keeps the update time and causes no event.
  if (current && isDeepStrictEqual(current.fields, fields)) return current
  checkSize(name, path, fields)
  return {
    name,
    path,
    id: splitPath(path).id,
    fields,
    createTime: current?.createTime ?? time,
    updateTime: time,
  }
}

function planUpdate(
  name: string,
  path: string,
  { write, change }: { write: Write; change: FieldsChange },
): PlannedWrite {
  for (const { fieldPath } of change.transforms) checkedPath(fieldPath)
  return {
    path,
    kind: 'write',
    perform(current, time) {
      checkPrecondition(write.currentDocument, { name, current })
      const { fields, results } = applyTransforms(
        change.fields(current?.fields ?? {}),
        change.transforms,
        time,
      )
      return { after: documentAfter({ name, path }, current, { fields, time }), results }
    },
  }
}

function planDelete(name: string, path: string, write: Write): PlannedWrite {
  return {
    path,
    kind: 'delete',
    perform(current) {
      checkPrecondition(write.currentDocument, { name, current })
      return { after: undefined, results: [] }
    },
  }
}

/** Validates a write for a database; throws INVALID_ARGUMENT when it can never succeed. */
export function planWrite(write: Write, databaseName: string): PlannedWrite {
  const name = write.update?.name ?? write.transform?.document ?? write.delete
  if (name === undefined) throw invalid('A write needs one of update, delete or transform.')
  const { database, path } = parseDocumentName(name)
  if (database !== databaseName) throw invalid(`Document ${name} does not belong to ${databaseName}.`)
  if (write.delete !== undefined) return planDelete(name, path, write)
  if (write.transform) {
    const transforms = write.transform.fieldTransforms ?? []
    return planUpdate(name, path, { write, change: { fields: (old) => old, transforms } })
  }
  const given = storedFields(write.update?.fields ?? {})
  const fields = (old: Fields) => merged(old, given, write.updateMask)
  return planUpdate(name, path, { write, change: { fields, transforms: write.updateTransforms ?? [] } })
}
