/** JSON Schema, as OpenAPI 3.1 has it, written as TypeScript. */
import { messageStatuses } from '@waypost/contract'

/** The parts of a schema that a type can express. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

const primitives: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}

/** The type of a schema. Formats and limits are left to the API, which checks them. */
export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return enumType(schema.enum)
  const options = schema.anyOf ?? schema.oneOf
  if (options) return union(options.map((option) => typeOf(option)))
  if (Array.isArray(schema.type)) return union(schema.type.map((type: string) => typeOf({ ...schema, type })))
  if (schema.type === 'array') return `(${schema.items ? typeOf(schema.items) : 'unknown'})[]`
  if (schema.type === 'object') return objectType(schema)
  return primitives[schema.type as string] ?? 'unknown'
}

/** The name of a component that `$ref` points to. */
export const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ')

/** The statuses of a message occur in many schemas: one name for them. */
const enumType = (values: readonly unknown[]): string =>
  values.join() === messageStatuses.join()
    ? 'MessageStatus'
    : union(values.map((value) => JSON.stringify(value)))

/** The definition of a component: an interface where it is one object, else a type. */
export function definitionOf(name: string, schema: Schema): string {
  const { properties, anyOf, oneOf, description } = schema
  if (!properties || Object.keys(properties).length === 0)
    return `${comment(description)}export type ${name} = ${typeOf(schema)}\n`
  const options = anyOf ?? oneOf
  if (!options) return `${comment(description)}export interface ${name} ${objectType(schema)}\n`
  // Each option only says which fields are required together.
  const fields = `${name}Fields`
  const forms = options.map(({ required = [] }) => {
    const names = union(required.map((field) => JSON.stringify(field)))
    return `Required<Pick<${fields}, ${names}>>`
  })
  return `/** The fields of \`${name}\`. */
export interface ${fields} ${objectType(schema)}

${comment(description)}export type ${name} = ${fields} & (${union(forms)})\n`
}

function objectType({ properties = {}, required = [], additionalProperties, propertyNames }: Schema): string {
  const fields = Object.entries(properties)
  const open = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : undefined
  if (fields.length === 0)
    return open === undefined ? 'Record<string, never>' : recordType(open, propertyNames)
  const members = fields.map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?'
    return `${comment(schema.description)}${JSON.stringify(name)}${mark}: ${typeOf(schema)}`
  })
  // An index signature covers the named fields too, so only `unknown` fits all of them.
  if (open !== undefined) members.push('[name: string]: unknown')
  return `{\n${members.join('\n')}\n}`
}

function recordType(value: string, names?: Schema): string {
  return names?.enum ? `{ [Name in ${typeOf(names)}]?: ${value} }` : `{ [name: string]: ${value} }`
}

/** A JSDoc comment, or nothing. */
export const comment = (text: string | undefined): string =>
  text === undefined ? '' : `/** ${text.replaceAll('*/', '* /').replaceAll(/\s*\n\s*/g, ' ')} */\n`
