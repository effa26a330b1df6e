import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { onRequestStart, type Exchange } from './request-start.system.ts'
import { skipRefused } from './skip-refused.system.ts'

/** What an instance accepts. The framework keeps a body about three times: as received, joined and parsed. */
export interface BodyLimits {
  /** The largest body. */
  readonly maxBytes: number
  /** All bodies in progress together: what the memory of the instance can hold. */
  readonly maxBytesAtOnce: number
}

/** Smaller bodies are always accepted: `concurrency` limits how many there are. */
const SMALL_BYTES = 256 * 1024

/**
 * Refuses large bodies before anything is buffered. The platform's framework reads every body, of strangers too, up to
 * a gigabyte before a function sees the request: eight uploads of 30 MB ended an instance. A body with a length is
 * refused by it, one without while its bytes are counted.
 * @returns ends it
 */
export const limitBodies = (limits: BodyLimits): (() => void) => onRequestStart(bodyGuard(limits))

function bodyGuard({ maxBytes, maxBytesAtOnce }: BodyLimits): (exchange: Exchange) => void {
  const refused = new WeakSet<IncomingMessage>()
  const guarded = new WeakSet<Server>()
  let bytesAtOnce = 0

  const refusalOf = (bytes: number, others: number): Refusal | undefined => {
    if (bytes > maxBytes) return tooLarge
    return bytes > SMALL_BYTES && bytes + others > maxBytesAtOnce ? busy : undefined
  }

  /** Counts what arrives, and ends the request with the chunk that is too much. */
  const count = ({ request, response }: Exchange): void => {
    let bytes = 0
    response.once('close', () => (bytesAtOnce -= bytes))
    const push = request.push.bind(request)
    request.push = (chunk: Buffer | null, encoding) => {
      if (refused.has(request)) return chunk === null ? push(null) : true
      const length = chunk?.length ?? 0
      const refusal = refusalOf(bytes + length, bytesAtOnce - bytes)
      if (!refusal) {
        bytes += length
        bytesAtOnce += length
        return push(chunk, encoding)
      }
      refused.add(request)
      // Readers of the body drop what they have when it is aborted; not before the answer left.
      response.once('finish', () => request.emit('aborted'))
      answer(response, refusal)
      return true
    }
  }

  return (exchange) => {
    const { request, response, server } = exchange
    if (!guarded.has(server)) {
      guarded.add(server)
      skipRefused(server, refused)
    }
    const refusal = refusalOf(Number(request.headers['content-length'] ?? 0), bytesAtOnce)
    if (!refusal) return void count(exchange)
    refused.add(request)
    // Read and dropped, so that the sender, who is still writing, gets the answer.
    request.resume()
    answer(response, refusal)
  }
}

interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

const tooLarge: Refusal = {
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  message: 'The request body is too large.',
}
const busy: Refusal = {
  status: 503,
  code: 'UNAVAILABLE',
  message: 'Too many large requests at the same time. Try again in a few seconds.',
  headers: { 'retry-after': '5' },
}

function answer(response: ServerResponse, { status, code, message, headers }: Refusal): void {
  if (response.headersSent) return void response.destroy()
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      ...headers,
    })
    .end(JSON.stringify({ code, error: code, message }))
}
