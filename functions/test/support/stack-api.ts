import { inject } from 'vitest'

/** Where the stack of this run is. */
export const stack = inject('stack')

export interface ApiRequest {
  method?: string
  /** Bearer token; null: no credentials. The demo key when left out. */
  as?: string | null
  /** Becomes JSON; a text goes out as it is. */
  body?: unknown
  headers?: Record<string, string>
}

/** What came back through hosting. */
export interface Answer<Body = unknown> {
  status: number
  headers: Headers
  /** The parsed JSON, or the text when it is none. */
  body: Body
}

/** Asks the front door, as any client would. */
export async function callApi<Body = unknown>(
  path: string,
  question: ApiRequest = {},
): Promise<Answer<Body>> {
  const { method = 'GET', as = stack.apiKey, body, headers } = question
  const response = await fetch(`${stack.apiUrl}${path}`, {
    method,
    headers: {
      ...(as !== null && { authorization: `Bearer ${as}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, body: readBody(await response.text()) as Body }
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
