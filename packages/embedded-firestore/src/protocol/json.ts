import { definitions } from './proto.ts'
import { invalid } from './status.ts'
import { parseTimestampText, timestampText } from '../values/timestamp.ts'
import type { MessageType } from './proto.ts'
import type { Timestamp } from './messages.ts'

/** The parts of a protobuf descriptor that determine its JSON form. */
interface FieldDescriptor {
  name: string
  label: string
  type: string
  typeName: string
}
interface MessageDescriptor {
  name: string
  field: FieldDescriptor[]
  nestedType: MessageDescriptor[]
  options: { mapEntry?: boolean } | null
}

/** A message and its scope: type names resolve from the inner scope outward. */
interface MessageSchema {
  scope: string
  descriptor: MessageDescriptor
}

const prefix = 'google.firestore.v1.'
const schemas = new Map<string, MessageSchema>()

function register(scope: string, descriptor: MessageDescriptor): void {
  const path = scope ? `${scope}.${descriptor.name}` : descriptor.name
  schemas.set(path, { scope: path, descriptor })
  for (const nested of descriptor.nestedType) register(path, nested)
}

for (const [name, definition] of Object.entries(definitions))
  if (name.startsWith(prefix) && 'type' in definition && 'field' in definition.type)
    register('', (definition as MessageType).type as MessageDescriptor)

function schemaOf(typeName: string, scope: string): MessageSchema | undefined {
  const inner = schemas.get(scope ? `${scope}.${typeName}` : typeName)
  if (inner || !scope) return inner
  return schemaOf(typeName, scope.includes('.') ? scope.slice(0, scope.lastIndexOf('.')) : '')
}

type Direction = 'toJson' | 'fromJson'
type Convert = (value: unknown, direction: Direction) => unknown

const text = (value: unknown) => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return String(value)
  throw invalid('An integer must be a number or a decimal text.')
}

function int64(value: unknown): string {
  const decimal = text(value)
  if (!/^-?\d+$/.test(decimal) || BigInt.asIntN(64, BigInt(decimal)) !== BigInt(decimal))
    throw invalid(`"${decimal}" is no 64-bit integer.`)
  return String(BigInt(decimal))
}

/** JSON has no NaN, no infinities and (in JavaScript's writer) no negative zero: proto3 JSON writes them as text. */
function double(value: unknown, direction: Direction): unknown {
  if (direction === 'toJson')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : Object.is(value, -0)
        ? '-0'
        : String(value)
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value)
  if (Number.isNaN(number) && value !== 'NaN') throw invalid(`${JSON.stringify(value)} is no number.`)
  return number
}

function bytes(value: unknown, direction: Direction): unknown {
  if (direction === 'toJson') return Buffer.from(value as Buffer).toString('base64')
  if (typeof value !== 'string') throw invalid('Bytes must be base64 text.')
  return Buffer.from(value, 'base64')
}

/** Conversions of well-known messages and of scalars whose JSON form differs from JavaScript's. */
const special: Record<string, Convert> = {
  'protobuf.Timestamp': (value, direction) =>
    direction === 'toJson' ? timestampText(value as Timestamp) : parseTimestampText(String(value)),
  'protobuf.Int32Value': (value, direction) =>
    direction === 'toJson' ? ((value as { value?: number }).value ?? 0) : { value: Number(value) },
  'protobuf.Int64Value': (value, direction) =>
    direction === 'toJson' ? ((value as { value?: string }).value ?? '0') : { value: int64(value) },
  'protobuf.DoubleValue': (value, direction) =>
    direction === 'toJson' ? ((value as { value?: number }).value ?? 0) : { value: Number(value) },
  'protobuf.NullValue': (_, direction) => (direction === 'toJson' ? null : 'NULL_VALUE'),
  TYPE_INT64: (value, direction) => (direction === 'toJson' ? String(value) : int64(value)),
  TYPE_DOUBLE: double,
  TYPE_BYTES: bytes,
}

/** Messages without a schema here pass through as they are: google.type.LatLng, google.rpc.Status, plans. */
function findConversion(field: FieldDescriptor, scope: string): Convert {
  const known = special[field.typeName] ?? special[field.type]
  if (known) return known
  const schema = field.typeName ? schemaOf(field.typeName, scope) : undefined
  if (!schema) return (value) => value
  return (value, direction) => convertMessage(value, schema, direction)
}

const conversions = new WeakMap<FieldDescriptor, Convert>()

function convertField(field: FieldDescriptor, scope: string): Convert {
  const known = conversions.get(field)
  if (known) return known
  const found = findConversion(field, scope)
  conversions.set(field, found)
  return found
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(`${what} must be an object.`)
  return value as Record<string, unknown>
}

function convertRepeated(
  value: unknown,
  field: FieldDescriptor,
  { scope, direction }: { scope: string; direction: Direction },
): unknown {
  const entry = schemaOf(field.typeName, scope)
  if (entry?.descriptor.options?.mapEntry) {
    const inner = entry.descriptor.field.find(({ name }) => name === 'value')
    const convert = inner ? convertField(inner, entry.scope) : (one: unknown) => one
    const entries = Object.entries(asObject(value, field.name))
    return Object.fromEntries(entries.map(([key, one]) => [key, convert(one, direction)]))
  }
  if (!Array.isArray(value)) throw invalid(`"${field.name}" must be a list.`)
  const convert = convertField(field, scope)
  return value.map((one) => convert(one, direction))
}

const isNullValue = (field: FieldDescriptor) => field.typeName === 'protobuf.NullValue'

function convertMessage(value: unknown, { scope, descriptor }: MessageSchema, direction: Direction): object {
  const result: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(asObject(value, descriptor.name))) {
    const field = descriptor.field.find((candidate) => candidate.name === name)
    if (!field)
      throw invalid(
        `Invalid JSON payload received. Unknown name "${name}" at '${descriptor.name}': no such field.`,
      )
    // In JSON null stands for a field that is not set, except for the value null itself.
    if (one === undefined || (one === null && !isNullValue(field))) continue
    result[name] =
      field.label === 'LABEL_REPEATED'
        ? convertRepeated(one, field, { scope, direction })
        : convertField(field, scope)(one, direction)
  }
  return result
}

function schemaNamed(name: string): MessageSchema {
  const schema = schemas.get(name)
  if (!schema) throw new Error(`google.firestore.v1 has no message ${name}.`)
  return schema
}

/** Reads proto3 JSON of a message of google.firestore.v1; throws INVALID_ARGUMENT on unknown fields and wrong types. */
export const fromJson = (messageName: string, json: unknown): object =>
  convertMessage(json, schemaNamed(messageName), 'fromJson')

/** Writes a message of google.firestore.v1 as proto3 JSON. */
export const toJson = (messageName: string, message: object): object =>
  convertMessage(message, schemaNamed(messageName), 'toJson')
