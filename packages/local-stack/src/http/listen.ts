import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** All servers of the stack bind to loopback only: none may be reachable from another machine. */
export const LOOPBACK = '127.0.0.1'

/** Starts listening on loopback and resolves with the port (useful when `port` is 0); rejects when it is taken. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: LOOPBACK, port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Stops listening and cuts open connections; resolves when the port is free. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
