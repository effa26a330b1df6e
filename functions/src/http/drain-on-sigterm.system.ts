import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { onRequestStart, type Exchange } from './request-start.system.ts'
import { skipRefused } from './skip-refused.system.ts'

/**
 * At SIGTERM stops taking requests, finishes those in flight, then exits. The platform's framework exits at once
 * instead, which cuts sends off between request and outcome; the platform kills the process ten seconds later.
 * @param graceMs how long requests in flight may take
 * @returns ends it
 */
export function drainOnSigterm(graceMs: number): () => void {
  const servers = new Set<Server>()
  const open = new Set<ServerResponse>()
  const refused = new WeakSet<IncomingMessage>()
  let isDraining = false
  const exit = (): never => process.exit(0)
  const exitIfIdle = (): void => {
    if (isDraining && open.size === 0) exit()
  }

  const begin = ({ request, response, server }: Exchange): void => {
    if (!servers.has(server)) {
      servers.add(server)
      skipRefused(server, refused)
    }
    if (isDraining) {
      refused.add(request)
      return void refuse(request, response)
    }
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      exitIfIdle()
    })
  }

  const drain = (): void => {
    if (isDraining) return
    isDraining = true
    for (const server of servers) {
      server.close()
      server.closeIdleConnections()
    }
    for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close')
    setTimeout(exit, graceMs)
    exitIfIdle()
  }

  /** The framework adds its listener after this module; it would end the process at once. */
  const keepAlone = (event: string | symbol, listener: (...args: unknown[]) => void): void => {
    if (event === 'SIGTERM' && listener !== drain)
      process.nextTick(() => process.removeListener('SIGTERM', listener))
  }

  const stop = onRequestStart(begin)
  process.on('SIGTERM', drain)
  process.on('newListener', keepAlone)
  return () => {
    stop()
    process.removeListener('SIGTERM', drain)
    process.removeListener('newListener', keepAlone)
  }
}

/** A request on a connection that was open before. */
function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  response.writeHead(503, { connection: 'close', 'retry-after': '1' }).end()
}
