/**
 * Reading a JSON body field by field, refusing as Meta does: 131008 for what is missing, 100 for what is malformed.
 * A `JsonPart` is an object of the body with its path, so that each refusal can name the field.
 */
import { characterCount } from './character-count.ts'
import { refuse } from './graph-error.ts'

export interface JsonPart {
  readonly path: string
  readonly value: Readonly<Record<string, unknown>>
}

interface TextLimits {
  readonly max?: number
  readonly min?: number
}

/** The value as an object; 100 when it is something else. */
export function toPart(value: unknown, path: string): JsonPart {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse(100, `Param ${path || 'body'} must be a JSON object.`)
  }
  return { path, value: value as Record<string, unknown> }
}

/** A required member that is an object. */
export function part(of: JsonPart, key: string): JsonPart {
  return toPart(required(of, key), pathOf(of, key))
}

/** An optional member that is an object. */
export function optionalPart(of: JsonPart, key: string): JsonPart | undefined {
  return isAbsent(of.value[key]) ? undefined : part(of, key)
}

/** A required, non-empty text; `max` counts code points. */
export function text(of: JsonPart, key: string, limits: TextLimits = {}): string {
  const value = required(of, key)
  if (typeof value !== 'string') throw refuse(100, `Param ${pathOf(of, key)} must be a string.`)
  if (value === '' && limits.min !== 0)
    throw refuse(131008, `Parameter ${pathOf(of, key)} is required and may not be empty.`)
  const length = characterCount(value)
  if (limits.max !== undefined && length > limits.max) {
    throw refuse(
      100,
      `Param ${pathOf(of, key)} must be at most ${limits.max} characters long; it has ${length}.`,
    )
  }
  return value
}

/** An optional text. */
export function optionalText(of: JsonPart, key: string, limits: TextLimits = {}): string | undefined {
  return isAbsent(of.value[key]) ? undefined : text(of, key, limits)
}

/** A required text out of a list; `kind` of refusal is 100. */
export function oneOf<Word extends string>(of: JsonPart, key: string, allowed: readonly Word[]): Word {
  const value = text(of, key)
  const word = allowed.find((candidate) => candidate === value)
  if (word === undefined)
    throw refuse(100, `Param ${pathOf(of, key)} must be one of {${allowed.join(', ')}} - got "${value}".`)
  return word
}

/** A required list within its limits. */
export function list(of: JsonPart, key: string, limits: { min: number; max: number }): JsonPart[] {
  const value = required(of, key)
  const path = pathOf(of, key)
  if (!Array.isArray(value)) throw refuse(100, `Param ${path} must be an array.`)
  if (value.length < limits.min || value.length > limits.max) {
    throw refuse(100, `Param ${path} must have ${limits.min} to ${limits.max} items; it has ${value.length}.`)
  }
  return value.map((item, index) => toPart(item, `${path}[${index}]`))
}

/** A required number; Meta takes it as a number or as a text. */
export function number(of: JsonPart, key: string): number {
  const value = required(of, key)
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
  if (!isNumeric || !Number.isFinite(Number(value)))
    throw refuse(100, `Param ${pathOf(of, key)} must be a number.`)
  return Number(value)
}

/** An optional boolean. */
export function optionalBoolean(of: JsonPart, key: string): boolean | undefined {
  const value = of.value[key]
  if (isAbsent(value)) return undefined
  if (typeof value !== 'boolean') throw refuse(100, `Param ${pathOf(of, key)} must be a boolean.`)
  return value
}

/** An absolute http(s) address. */
export function webAddress(of: JsonPart, key: string): string {
  const value = text(of, key, { max: 2000 })
  if (!/^https?:\/\/[^\s/]/i.test(value))
    throw refuse(131009, `Parameter ${pathOf(of, key)} is not a valid http or https URL.`)
  return value
}

/** Refuses a member that does not belong here. */
export function forbidden(of: JsonPart, key: string, why: string): void {
  if (!isAbsent(of.value[key]))
    throw refuse(100, `Unexpected key "${key}" on param ${of.path || 'body'}: ${why}`)
}

/** The path of a member: `interactive.action.buttons[0].reply`. */
export function pathOf(of: JsonPart, key: string): string {
  return of.path === '' ? key : `${of.path}.${key}`
}

function required(of: JsonPart, key: string): unknown {
  const value = of.value[key]
  if (isAbsent(value)) throw refuse(131008, `Parameter ${pathOf(of, key)} is required.`)
  return value
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}
