import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { z } from 'zod'
import { MAX_BODY_BYTES, type Route, type RouteDoc } from '../../functions/src/http/route.ts'
import { operationName } from './operation-name.ts'
import { pathParameters } from './path-parameters.ts'
import { refusalResponses } from './refusals.ts'
import { responseHeaders } from './shared-components.ts'
import { tagOf } from './tags.ts'

/** A route as an operation of OpenAPI. @throws Error when its path does not say what it is about */
export function operationOf(route: Route): ZodOpenApiOperationObject {
  const { doc, query, path } = route
  const inPath = [...pathParameters(path)].map(([name, { schema }]) => [name, schema])
  return {
    operationId: operationName(route),
    summary: doc.summary.replace(/\.$/, ''),
    ...descriptionOf(route),
    tags: [tagOf(path)],
    security: securityOf(route),
    requestParams: {
      ...(inPath.length > 0 && { path: z.object(Object.fromEntries(inPath)) }),
      ...(query && { query: query as z.ZodObject }),
    },
    parameters: ['Request-Id', ...(doc.headers ?? [])].map((name) => ({
      $ref: `#/components/parameters/${name}`,
    })),
    ...requestBodyOf(route),
    responses: { ...answers(doc), ...refusalResponses(route) },
  }
}

const whoMay = {
  sender: 'People need the role `sender` or a higher one.',
  operator: 'People need the role `operator` or `admin`.',
}

function descriptionOf({ doc, role }: Route): { description?: string } {
  const sentences = [doc.description, role && whoMay[role]].filter((sentence) => sentence !== undefined)
  return sentences.length === 0 ? {} : { description: sentences.join('\n\n') }
}

function requestBodyOf(route: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  const { body, acceptsFile, maxBodyBytes = MAX_BODY_BYTES } = route
  if (!body && !acceptsFile) return {}
  const content = body ? { 'application/json': { schema: body } } : fileContent
  // Who has nothing to say sends nothing.
  const required = !body?.safeParse({}).success
  return { requestBody: { required, content, 'x-max-bytes': maxBodyBytes } }
}

/** A file alone, or as a part of a form; JSON Schema says nothing about bytes. */
const fileContent = {
  'application/octet-stream': { schema: {} },
  'multipart/form-data': {
    schema: {
      type: 'object' as const,
      required: ['file'],
      properties: { file: { type: 'string' as const, contentMediaType: 'application/octet-stream' } },
    },
  },
}

/** Users are let in by their role, keys by the scope; a scope that is by name only shuts users out. */
function securityOf({ access }: Route): NonNullable<ZodOpenApiOperationObject['security']> {
  if (access === 'public') return []
  return [...(access === 'send:get' ? [] : [{ idToken: [] }]), { apiKey: [access] }]
}

const answers = ({
  answers,
  contentType = 'application/json',
  headers = [],
}: RouteDoc): ZodOpenApiResponsesObject =>
  Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      {
        description: statusWords[status] ?? 'Done.',
        headers: responseHeaders(Number(status), headers.includes('Idempotency-Key')),
        content: { [contentType]: { schema } },
      },
    ]),
  )

const statusWords: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Taken on: it goes on without you.',
}
