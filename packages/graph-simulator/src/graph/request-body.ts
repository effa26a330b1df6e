/** The parameters of a Graph request: JSON or the members of a form, and the query beside them. */
import { toPart, type JsonPart } from './json-part.ts'
import type { GraphContext } from './context.ts'
import { GraphError } from './graph-error.ts'

/** Reads the body as an object; code 100 when it is not JSON. An empty body is an empty object. */
export async function readBody(c: GraphContext): Promise<JsonPart> {
  const isForm = /^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(
    c.req.header('content-type') ?? '',
  )
  const given: unknown = isForm ? await c.req.parseBody() : parseJson(await c.req.text())
  const value = isPlainObject(given) ? { ...queryParameters(c), ...given } : given
  c.set('body', value)
  return toPart(value, '')
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** They authorise the call and are no parameters of the edge. */
const credentials = new Set(['access_token', 'appsecret_proof', 'appsecret_time'])

/** Graph takes every parameter from the query too; lists and objects come as JSON there. */
export function queryParameters(c: GraphContext): Record<string, unknown> {
  const given = Object.entries(c.req.query()).filter(([name]) => !credentials.has(name))
  return Object.fromEntries(given.map(([name, text]) => [name, queryValue(text)]))
}

function queryValue(text: string): unknown {
  if (!/^(?:[[{].*[\]}]|true|false)$/s.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function parseJson(body: string): unknown {
  if (body.trim() === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    throw new GraphError({
      code: 100,
      message: '(#100) Invalid parameter',
      details: 'The request body is not valid JSON.',
    })
  }
}
