/** Whether an answer is what the description says: a documented status, type, body, and code of an error. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { description, resolved, type DocumentedOperation } from './operations.ts'

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed, where it is JSON. */
  readonly body: unknown
}

/** Patterns say what a date is, and they are checked; formats are for people. */
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(closed(description) as object, 'openapi')

/** The same where no object has a field that is not described: what is answered is written down, all of it. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]))
  const isOpen = 'properties' in node && !('additionalProperties' in node) && 'type' in node
  return isOpen ? { ...inner, additionalProperties: false } : inner
}

/** All that is wrong with an answer; nothing when it is as described. */
export function faultsOf(operation: DocumentedOperation, { status, headers, body }: WireAnswer): string[] {
  const place = operation.responses[String(status)]
  if (!place) return [`${String(status)} is not documented: ${JSON.stringify(body).slice(0, 300)}`]
  const content = resolved(place).content ?? {}
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  const documented = Object.keys(content).find((pattern) => matches(pattern, type))
  if (documented === undefined) return [`${type} is not documented for ${String(status)}`]
  return [
    ...(headers.get('request-id') ? [] : ['There is no Request-Id.']),
    ...(documented === 'application/json' ? bodyFaults(operation, status, body) : []),
    ...(status >= 400 ? codeFaults(content[documented]?.examples ?? {}, body) : []),
  ]
}

/** A file may come as any type: it is documented as bytes. */
const matches = (pattern: string, type: string): boolean =>
  pattern === type ||
  pattern === 'application/octet-stream' ||
  (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1)))

const validators = new Map<string, ValidateFunction>()

function bodyFaults(
  { method, path, responses }: DocumentedOperation,
  status: number,
  body: unknown,
): string[] {
  const place = responses[String(status)] as { $ref?: string }
  const response =
    place.$ref?.slice(1) ?? pointer('paths', path, method.toLowerCase(), 'responses', String(status))
  const at = `openapi#${response}${pointer('content', 'application/json', 'schema')}`
  const validate = validators.get(at) ?? ajv.compile({ $ref: at })
  validators.set(at, validate)
  if (validate(body)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

const pointer = (...steps: string[]): string =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')

function codeFaults(documented: Readonly<Record<string, unknown>>, body: unknown): string[] {
  const { error = '' } = body as { error?: string }
  return error in documented ? [] : [`${error} is not among the documented codes`]
}
