/** The committed description of the API, as its tests read it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../../..')

type Schema = Readonly<Record<string, unknown>>
type Content = Readonly<
  Record<string, { readonly schema: Schema; readonly examples?: Readonly<Record<string, unknown>> }>
>

export interface Parameter {
  readonly in: 'path' | 'query' | 'header'
  readonly name: string
  readonly required?: boolean
  readonly schema: Schema
}

interface Response {
  readonly headers?: Readonly<Record<string, unknown>>
  readonly content?: Content
}

interface Operation {
  readonly operationId: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Content; readonly 'x-max-bytes': number }
  readonly responses: Readonly<Record<string, Response>>
}

/** An operation with its place. */
export interface DocumentedOperation extends Operation {
  readonly method: string
  readonly path: string
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

export const description = JSON.parse(
  readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8'),
) as Description & Schema

/** What a reference points to, or the thing itself. */
export function resolved<Thing extends object>(thing: Thing): Thing {
  if (!('$ref' in thing) || typeof thing.$ref !== 'string') return thing
  const steps = thing.$ref.split('/').slice(1)
  return steps.reduce<unknown>((at, step) => (at as Schema)[step], description) as Thing
}

/** Every operation there is. */
export const operations: readonly DocumentedOperation[] = Object.entries(description.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      parameters: operation.parameters.map(resolved),
      method: method.toUpperCase(),
      path,
    })),
)

export const isPublic = ({ security }: Operation): boolean => security.length === 0

/** The scope that a key needs. */
export const scopeOf = ({ security }: Operation): string =>
  security.flatMap((requirement) => requirement['apiKey'] ?? [])[0] ?? ''

/** The address of an operation with its parameters filled in. */
export function addressOf(
  path: string,
  parameters: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string>> = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? ''),
  )
  const search = new URLSearchParams(query).toString()
  return search === '' ? filled : `${filled}?${search}`
}
