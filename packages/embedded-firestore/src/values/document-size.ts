import type { Fields, Value } from '../protocol/messages.ts'

const textSize = (text: string) => Buffer.byteLength(text) + 1
/** Bytes a document's name takes, by its path relative to the database. */
export const nameSize = (path: string) => path.split('/').reduce((sum, part) => sum + textSize(part), 16)
const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)

/** Bytes a value takes. */
export function valueSize(value: Value): number {
  if ('stringValue' in value) return textSize(value.stringValue)
  if ('bytesValue' in value) return value.bytesValue.length
  if ('referenceValue' in value) return nameSize(value.referenceValue.split('/').slice(5).join('/'))
  if ('arrayValue' in value) return sum((value.arrayValue.values ?? []).map(valueSize))
  if ('mapValue' in value) return fieldsSize(value.mapValue.fields ?? {})
  if ('geoPointValue' in value) return 16
  return 'booleanValue' in value || 'nullValue' in value ? 1 : 8
}

const fieldsSize = (fields: Fields): number =>
  sum(Object.entries(fields).map(([name, value]) => textSize(name) + valueSize(value)))

/** Bytes a document takes by https://firebase.google.com/docs/firestore/storage-size (path relative to the database). */
export const documentSize = (path: string, fields: Fields) => nameSize(path) + fieldsSize(fields) + 32
