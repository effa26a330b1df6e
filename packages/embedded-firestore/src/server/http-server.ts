import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { FirestoreError } from '../protocol/status.ts'
import { serveEmulator } from './emulator-routes.ts'
import { sendError } from './http-exchange.ts'
import { serveRest } from './rest.ts'
import type { RpcContext } from '../rpc/rpc-context.ts'
import type { EmulatorControls } from './emulator-routes.ts'

/** The HTTP/1.1 half of the port. */
export interface HttpServer {
  readonly handle: (connection: Socket) => void
  readonly close: () => void
}

async function serve(
  { context, controls }: { context: RpcContext; controls: EmulatorControls },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.url?.startsWith('/v1/')) await serveRest(context, request, response)
    else if (!(await serveEmulator(controls, request, response)))
      throw new FirestoreError(
        'NOT_FOUND',
        `There is nothing at ${String(request.method)} ${String(request.url)}.`,
      )
  } catch (error) {
    sendError(response, error)
  }
}

/** Long keep-alive: a client must not reuse a connection that is being closed. */
const idleMs = 120_000

/** Serves REST and the emulator's endpoints over the connections it is given. */
export function createHttpServer(context: RpcContext, controls: EmulatorControls): HttpServer {
  const server = createServer(
    { keepAliveTimeout: idleMs },
    (request, response) => void serve({ context, controls }, request, response),
  )
  return {
    handle: (connection) => void server.emit('connection', connection),
    close: () => server.closeAllConnections(),
  }
}
