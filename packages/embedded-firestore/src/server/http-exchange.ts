import type { IncomingMessage, ServerResponse } from 'node:http'
import { FirestoreError, invalid, statuses } from '../protocol/status.ts'

const maximumBodyBytes = 11 * 1024 * 1024

/** Reads a request's whole body as text; throws when it is larger than Firestore takes. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maximumBodyBytes) throw invalid('The request is larger than 10 MiB.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** Reads a body as JSON; an empty one is an empty object. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request)
  if (body.trim() === '') return {}
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw invalid(`Invalid JSON payload received. ${(cause as Error).message}`)
  }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

/** Answers with the error envelope of Google's APIs: `{ error: { code, message, status } }`. */
export function sendError(response: ServerResponse, error: unknown): void {
  const status = error instanceof FirestoreError ? error.status : 'INTERNAL'
  const message = error instanceof Error ? error.message : String(error)
  const code = statuses[status].http
  sendJson(response, code, { error: { code, message, status } })
}
