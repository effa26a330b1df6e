/** What can be wrong with a request in ways that every operation must stand. */
import type { DocumentedOperation } from './operations.ts'

/** A call of an operation. */
export interface Call {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Bearer token; null: none. The demo key, which may do all but `send:get`, when left out. */
  readonly as?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** A call with a fault, and which answers are right. */
export interface FaultyCall extends Call {
  readonly method?: string
  readonly statuses: readonly number[]
}

/** The same call, not as described: a field that does not exist, an id that is none, a method that it does not know. */
export function malformed(operation: DocumentedOperation, call: Call): FaultyCall {
  if (operation.requestBody) return { ...call, body: { noSuchField: [] }, headers: {}, statuses: [400, 415] }
  if (has(operation, 'query')) return { ...call, query: { ...call.query, noSuchField: '1' }, statuses: [400] }
  if (has(operation, 'path')) return { ...call, path: everywhere(operation, '%00 ☃'), statuses: [400, 404] }
  return { ...call, method: 'PATCH', statuses: [405] }
}

/** The same call, far too large wherever it has room. */
export function oversized(operation: DocumentedOperation, call: Call): FaultyCall {
  const { requestBody } = operation
  const long = 'x'.repeat(8000)
  if (requestBody && !('application/json' in requestBody.content))
    return { ...call, body: 'x'.repeat(6_000_000), headers: { 'content-type': 'image/png' }, statuses: [413] }
  if (requestBody)
    return { ...call, body: { padding: 'x'.repeat(requestBody['x-max-bytes']) }, statuses: [413] }
  if (has(operation, 'query')) return { ...call, query: { ...call.query, session: long }, statuses: [400] }
  if (has(operation, 'path')) return { ...call, path: everywhere(operation, long), statuses: [400, 404] }
  return { ...call, query: { padding: long }, statuses: [200] }
}

const has = ({ parameters }: DocumentedOperation, place: string): boolean =>
  parameters.some((parameter) => parameter.in === place)

const everywhere = ({ parameters }: DocumentedOperation, value: string): Record<string, string> =>
  Object.fromEntries(
    parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => [name, value]),
  )

/** By operation: one call or several, each made when it is its turn. */
export type ValidCalls = Readonly<Record<string, readonly (() => Promise<Call>)[]>>
