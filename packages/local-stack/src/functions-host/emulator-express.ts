/**
 * The Express of the official functions emulator, so that functions get the same request and response objects.
 * Loaded from firebase-tools instead of a second dependency whose version would have to match.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'

/** A request as a function gets it: `rawBody` is absent when there was no body, as in the official emulator. */
export type FunctionRequest = IncomingMessage & { rawBody?: Buffer; body?: unknown }
export type RequestHandler = (
  request: FunctionRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown

interface ParserOptions {
  limit: string
  type?: string
  extended?: boolean
  verify: (request: FunctionRequest, response: ServerResponse, bytes: Buffer) => void
}

type Parser = (options: ParserOptions) => RequestHandler

interface Express {
  (): ((request: IncomingMessage, response: ServerResponse) => void) & {
    enable: (setting: string) => void
    disable: (setting: string) => void
    use: (handler: RequestHandler) => void
  }
  json: Parser
  text: Parser
  urlencoded: Parser
  raw: Parser
}

const fromFirebaseTools = createRequire(createRequire(import.meta.url).resolve('firebase-tools/package.json'))
const express = fromFirebaseTools('express') as Express

/** Wraps one function in an Express app of its own, with the body parsing of Cloud Functions (limit 32 MB). */
export function expressApp(
  handler: RequestHandler,
): (request: IncomingMessage, response: ServerResponse) => void {
  const app = express()
  app.enable('trust proxy')
  app.disable('x-powered-by')
  const options: ParserOptions = {
    limit: '32mb',
    verify: (request, _response, bytes) => {
      request.rawBody = bytes
    },
  }
  app.use(express.json(options))
  app.use(express.text(options))
  app.use(express.urlencoded({ ...options, extended: true }))
  app.use(express.raw({ ...options, type: '*/*' }))
  app.use(handler)
  return app
}
