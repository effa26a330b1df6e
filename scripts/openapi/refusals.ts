/** Which refusals an operation can answer with, and how they look. */
import { docsPath, ErrorAnswer, errorCatalogue, type ErrorCode } from '@waypost/contract'
import type { ZodOpenApiResponseObject } from 'zod-openapi'
import type { Route } from '../../functions/src/http/route.ts'
import { operationName } from './operation-name.ts'
import { pathParameters } from './path-parameters.ts'
import { responseHeaders } from './shared-components.ts'

/** All codes, in the order of the catalogue. */
export function refusalsOf(route: Route): ErrorCode[] {
  const isOpen = route.access === 'public'
  const codes = new Set<ErrorCode>([
    ...(isOpen ? [] : (['UNAUTHORIZED', 'APP_CHECK_FAILED', 'FORBIDDEN', 'UNAVAILABLE'] as const)),
    ...(route.query ? (['INVALID_REQUEST'] as const) : []),
    ...(route.body ? (['INVALID_REQUEST', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    'PAYLOAD_TOO_LARGE',
    'RATE_LIMITED',
    ...[...pathParameters(route.path).values()].map(({ notFound }) => notFound),
    ...(route.doc.headers?.includes('Idempotency-Key')
      ? (['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED'] as const)
      : []),
    ...(route.doc.refusals ?? []),
    'INTERNAL',
  ])
  return (Object.keys(errorCatalogue) as ErrorCode[]).filter((code) => codes.has(code))
}

/** A response for each status; the codes are its examples, and each is a component of its own. */
export function refusalResponses(route: Route): Record<string, ZodOpenApiResponseObject> {
  const byStatus = Map.groupBy(refusalsOf(route), (code) => errorCatalogue[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      String(status),
      refusalResponse(status, ofStatus, operationName(route)),
    ]),
  )
}

const responses = new Map<string, ZodOpenApiResponseObject>()

/** The same codes are the same response, a component with the name of what they are, or of who refuses so first. */
function refusalResponse(
  status: number,
  codes: readonly ErrorCode[],
  operation: string,
): ZodOpenApiResponseObject {
  const key = codes.join()
  const response = responses.get(key) ?? {
    id: codes.length <= 3 ? codes.map(pascal).join('Or') : `${capital(operation)}Refused${String(status)}`,
    description: codes.map((code) => `\`${code}\`: ${errorCatalogue[code].title}`).join('\n\n'),
    headers: responseHeaders(status),
    content: {
      'application/json': {
        schema: ErrorAnswer,
        examples: Object.fromEntries(codes.map((code) => [code, exampleOf(code)])),
      },
    },
  }
  responses.set(key, response)
  return response
}

const examples = new Map<ErrorCode, { id: string; summary: string; value: ErrorAnswer }>()

function exampleOf(code: ErrorCode) {
  const { title, hint, retry } = errorCatalogue[code]
  const example = examples.get(code) ?? {
    id: code,
    summary: title,
    value: {
      code,
      error: code,
      message: title,
      hint,
      retry,
      docs: `https://waypost.example.com/v1/docs/${docsPath(code)}`,
      requestId: 'req_01k9m3v5xq8r7t2w4y6z1a3b5c',
    },
  }
  examples.set(code, example)
  return example
}

const pascal = (code: string): string =>
  code.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
