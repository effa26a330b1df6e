/** The body of a Graph request: JSON, or the members of a form. */
import { toPart, type JsonPart } from './json-part.ts'
import type { GraphContext } from './context.ts'
import { GraphError } from './graph-error.ts'

/** Reads the body as an object; code 100 when it is not JSON. An empty body is an empty object. */
export async function readBody(c: GraphContext): Promise<JsonPart> {
  const isForm = /^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(
    c.req.header('content-type') ?? '',
  )
  const value: unknown = isForm ? await c.req.parseBody() : parseJson(await c.req.text())
  c.set('body', value)
  return toPart(value, '')
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
