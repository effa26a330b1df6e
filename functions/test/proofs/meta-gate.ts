import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EngineHost, Fate } from './engine-host.ts'

/** A way to Meta on which things get lost: at the gate a request has left its sender, and an answer has not arrived. */
export interface MetaGate {
  readonly url: string
  close(): void
}

/**
 * @param graphUrl where Meta is
 * @param fateAt what happens when a request has come this far (`meta.received`: Meta does not know of it yet;
 *   `meta.answered`: Meta accepted it, its sender does not know); `fail` cuts the connection
 * @param sender whom to kill, or to keep waiting
 */
export async function metaGate(
  graphUrl: string,
  fateAt: (step: string) => Fate,
  sender: () => Pick<EngineHost, 'kill' | 'stall'>,
): Promise<MetaGate> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    const passes = async (step: string): Promise<boolean> => {
      const fate = fateAt(step)
      if (fate === 'kill') await sender().kill()
      if (fate === 'stall') await sender().stall()
      const goesOn = fate === 'go' || fate === 'stall'
      if (!goesOn) request.socket.destroy()
      return goesOn
    }
    const pass = async (): Promise<void> => {
      if (!(await passes('meta.received'))) return
      const answer = await fetch(`${graphUrl}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: {
          authorization: request.headers.authorization ?? '',
          'content-type': request.headers['content-type'] ?? 'application/json',
        },
        ...(pieces.length > 0 && { body: Buffer.concat(pieces) }),
      })
      const text = await answer.text()
      if (!(await passes('meta.answered'))) return
      response
        .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        .end(text)
    }
    request.on('data', (piece: Buffer) => pieces.push(piece))
    // The simulator cuts connections too: its caller shall see that.
    request.on('end', () => void pass().catch(() => request.socket.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
