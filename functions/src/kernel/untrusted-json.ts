/** JSON of others, of which nothing is sure: every reading has an answer and none throws. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The members of an object; none for anything else. */
export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {})

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The entries of a list; a thing alone is a list of one. */
export const asArray = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** A text that says something; ids come as numbers too. Half a character, which no database takes, is replaced. */
export const asNonEmptyString = (value: unknown): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' ? text.toWellFormed() : undefined
}

/** The beginning of a text, cut between characters. */
export const truncate = (text: string, most: number): string =>
  text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

const LATEST_SECONDS = 253_402_300_799

/** Parses Unix seconds, given as text or as a number. */
export const asDate = (value: unknown): Date | undefined => {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof seconds === 'number' && seconds > 0 && seconds <= LATEST_SECONDS
    ? new Date(Math.floor(seconds) * 1000)
    : undefined
}

/** The value of a text that is JSON; undefined for any other. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The same JSON with names in the manner of our API, at every depth: `wa_id` becomes `waId`. */
export function toCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toCamelCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [camelWord(name), toCamelCase(inner)]),
  )
}

const camelWord = (name: string): string =>
  name.replace(/_+([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())

/** Without the members that are undefined. */
export const omitUndefined = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
