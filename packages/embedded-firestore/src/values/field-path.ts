import { invalid } from '../protocol/status.ts'
import type { Fields, Value } from '../protocol/messages.ts'

/** A field path taken apart: `a.b` is ['a', 'b']. */
export type FieldPath = readonly string[]

/** The document's own name, usable like a field in filters and orders. */
export const nameField = '__name__'

const segment = /(?:`((?:[^`\\]|\\.)+)`|([^`.\\]+))(\.|$)/y

/** Reads `a.b` or, for names that are no plain words, `a.\`b.c\``; throws on empty or unbalanced segments. */
export function parseFieldPath(text: string): FieldPath {
  const segments: string[] = []
  segment.lastIndex = 0
  for (let end = '.'; end === '.';) {
    const match = segment.exec(text)
    if (!match)
      throw invalid(`"${text}" is no field path: separate names with dots, quote odd ones with backticks.`)
    segments.push(match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '')
    end = match[3] ?? ''
  }
  return segments
}

const plainName = /^[a-zA-Z_][a-zA-Z_0-9]*$/

/** Writes a field path so that parseFieldPath reads it back. */
export function formatFieldPath(path: FieldPath): string {
  return path.map((name) => (plainName.test(name) ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``)).join('.')
}

/** The value at a path, or undefined when the path does not exist. */
export function valueAt(fields: Fields, path: FieldPath): Value | undefined {
  let inside: Fields | undefined = fields
  let value: Value | undefined
  for (const name of path) {
    value = inside && Object.hasOwn(inside, name) ? inside[name] : undefined
    if (!value) return undefined
    inside = 'mapValue' in value ? (value.mapValue.fields ?? {}) : undefined
  }
  return value
}

const withoutField = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name))

/** The fields with one path set (maps on the way are made) or, without a value, removed. The given object stays as it is. */
export function withValueAt(fields: Fields, path: FieldPath, value: Value | undefined): Fields {
  const [name, ...rest] = path
  if (name === undefined) return fields
  const old = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (rest.length === 0) return value ? { ...fields, [name]: value } : withoutField(fields, name)
  const inside = old && 'mapValue' in old ? (old.mapValue.fields ?? {}) : undefined
  if (!inside && !value) return fields
  return { ...fields, [name]: { mapValue: { fields: withValueAt(inside ?? {}, rest, value) } } }
}

/** Only the named paths of the fields: a mask or a projection applied. */
export function pickFields(fields: Fields, paths: readonly FieldPath[]): Fields {
  let picked: Fields = {}
  for (const path of paths) {
    const value = valueAt(fields, path)
    if (value) picked = withValueAt(picked, path, value)
  }
  return picked
}
