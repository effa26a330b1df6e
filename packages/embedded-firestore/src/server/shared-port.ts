import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** Connection handlers by protocol, detected from the first bytes. */
export interface PortHandlers {
  /** HTTP/2 with prior knowledge: gRPC. */
  http2(connection: Socket): void
  /** HTTP/1.1: REST and the emulator's own endpoints. */
  http1(connection: Socket): void
}

export interface SharedPort {
  readonly port: number
  close(): Promise<void>
}

const http2Preface = 'PRI '

/** Listens on one TCP port for both protocols; port 0 picks a free one. Rejects when the port is taken. */
export async function listenOnSharedPort(
  where: { host: string; port: number },
  takers: PortHandlers,
): Promise<SharedPort> {
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    // A disconnecting client is expected; 'close' follows.
    socket.on('error', () => socket.destroy())
    socket.once('data', (first: Buffer) => {
      socket.pause()
      socket.unshift(first)
      if (first.subarray(0, http2Preface.length).toString('latin1') === http2Preface) takers.http2(socket)
      else takers.http1(socket)
      process.nextTick(() => socket.resume())
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port, where.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
