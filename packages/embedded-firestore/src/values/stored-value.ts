import { invalid } from '../protocol/status.ts'
import { storedTimestamp } from './timestamp.ts'
import type { Fields, Value } from '../protocol/messages.ts'

/** Limits of https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields */
const maximumDepth = 20
const maximumNameBytes = 1500
const reserved = /^__.*__$/s

/** Rejects names that production rejects: empty, too long, or of the reserved form `__name__`. */
export function checkFieldName(name: string): void {
  if (name === '') throw invalid('A field name must not be empty.')
  if (reserved.test(name))
    throw invalid(`The field name "${name}" is reserved: names may not start and end with __.`)
  if (Buffer.byteLength(name) > maximumNameBytes)
    throw invalid(`A field name must not be longer than ${maximumNameBytes} bytes.`)
}

const isVectorMap = (fields: Fields) => {
  const type = fields['__type__']
  return type !== undefined && 'stringValue' in type && type.stringValue === '__vector__'
}

function storedElement(value: Value, depth: number): Value {
  if ('arrayValue' in value) throw invalid('Nested arrays are not supported: put the inner array into a map.')
  return storedValue(value, depth)
}

/**
 * Validates a value and converts it to its stored form: timestamps in whole microseconds, maps and arrays
 * never without their content. Throws on nested arrays, reserved names, more than 20 levels, values without a type.
 */
export function storedValue(value: Value, depth = 1): Value {
  if (depth > maximumDepth) throw invalid(`A document may not be nested deeper than ${maximumDepth} levels.`)
  if ('timestampValue' in value) return { timestampValue: storedTimestamp(value.timestampValue) }
  if ('arrayValue' in value)
    return {
      arrayValue: { values: (value.arrayValue.values ?? []).map((one) => storedElement(one, depth + 1)) },
    }
  if ('mapValue' in value)
    return { mapValue: { fields: storedFields(value.mapValue.fields ?? {}, depth + 1) } }
  // Copy: the received bytes are a view of the whole request and would keep it in memory.
  if ('bytesValue' in value) return { bytesValue: Buffer.from(value.bytesValue) }
  if ('geoPointValue' in value) return storedGeoPoint(value.geoPointValue)
  if (Object.keys(value).length !== 1) throw invalid('A value must have exactly one type.')
  return value
}

function storedGeoPoint({ latitude = 0, longitude = 0 }: { latitude?: number; longitude?: number }): Value {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
    throw invalid('A geo point needs a latitude from -90 to 90 and a longitude from -180 to 180.')
  return { geoPointValue: { latitude, longitude } }
}

/** The fields of a document or map, each checked and in its stored form. */
export function storedFields(fields: Fields, depth = 1): Fields {
  const vector = isVectorMap(fields)
  const stored: Fields = {}
  for (const [name, value] of Object.entries(fields)) {
    if (!(vector && name === '__type__')) checkFieldName(name)
    stored[name] = storedValue(value, depth)
  }
  return stored
}
