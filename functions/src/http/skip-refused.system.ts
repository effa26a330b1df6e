import { IncomingMessage, type Server } from 'node:http'

/** The framework never sees a request that was refused. */
export function skipRefused(server: Server, refused: WeakSet<IncomingMessage>): void {
  const emit = server.emit.bind(server)
  server.emit = (event: string, ...values: unknown[]) =>
    (event === 'request' || event === 'checkContinue') && isRefused(values[0], refused)
      ? true
      : emit(event, ...values)
}

const isRefused = (request: unknown, refused: WeakSet<IncomingMessage>): boolean =>
  request instanceof IncomingMessage && refused.has(request)
