/** A small HTTP server whose routes are data: enough for the control interfaces of the stack. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

export interface JsonRequest {
  params: Record<string, string>
  query: URLSearchParams
  body: unknown
}

interface JsonAnswer {
  status?: number
  body?: unknown
}

export interface JsonRoute {
  method: 'GET' | 'POST' | 'DELETE'
  /** As URLPattern reads it: `/fire/:name`. */
  path: string
  handle: (request: JsonRequest) => JsonAnswer | Promise<JsonAnswer>
}

/** Refuses a request with a status and one sentence. */
export class HttpRefusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Handles one request by the first route that matches; unknown paths are answered 404 with the list of routes. */
export function jsonHandler(routes: readonly JsonRoute[]) {
  const compiled = routes.map((route) => ({ ...route, pattern: new URLPattern({ pathname: route.path }) }))
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    for (const { method, pattern, handle } of compiled) {
      const match = method === request.method ? pattern.exec(url) : null
      if (!match) continue
      const params = Object.fromEntries(
        Object.entries(match.pathname.groups).map(([key, value]) => [key, value ?? '']),
      )
      return answer(response, async () =>
        handle({ params, query: url.searchParams, body: await readJson(request) }),
      )
    }
    const known = routes.map(({ method, path }) => `${method} ${path}`)
    sendJson(response, 404, {
      error: { code: 404, message: `Nothing at ${request.method} ${url.pathname}.`, routes: known },
    })
  }
}

/** Creates a server that speaks JSON on the given routes. */
export function jsonServer(routes: readonly JsonRoute[]): Server {
  const handle = jsonHandler(routes)
  return createServer((request, response) => void handle(request, response))
}

/** Writes a JSON answer. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body ?? {}) + '\n')
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length })
    .end(bytes)
}

/** Reads all bytes of a request's body. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request)
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new HttpRefusal(400, `The body is not JSON: ${(cause as Error).message}`)
  }
}

async function answer(response: ServerResponse, produce: () => Promise<JsonAnswer>): Promise<void> {
  try {
    const { status = 200, body } = await produce()
    sendJson(response, status, body)
  } catch (error) {
    const status = error instanceof HttpRefusal ? error.status : 500
    if (status === 500) console.error(error)
    sendJson(response, status, { error: { code: status, message: (error as Error).message } })
  }
}
