import { buffer } from 'node:stream/consumers'
import { listeningServer, type ListeningServer } from '../support/listening-server.ts'
import type { EngineHost, Fate } from './engine-host.ts'

/**
 * A way to Meta on which things get lost: at the gate a request has left its sender, and an answer has not arrived.
 * @param graphUrl where Meta is
 * @param fateAt what happens when a request has come this far (`meta.received`: Meta does not know of it yet;
 *   `meta.answered`: Meta accepted it, its sender does not know); `fail` cuts the connection
 * @param sender whom to kill, or to keep waiting
 */
export async function faultProxy(
  graphUrl: string,
  fateAt: (step: string) => Fate,
  sender: () => Pick<EngineHost, 'kill' | 'stall'>,
): Promise<ListeningServer> {
  return listeningServer((request, response) => {
    const passes = async (step: string): Promise<boolean> => {
      const fate = fateAt(step)
      if (fate === 'kill') await sender().kill()
      if (fate === 'stall') await sender().stall()
      const goesOn = fate === 'go' || fate === 'stall'
      if (!goesOn) request.socket.destroy()
      return goesOn
    }
    const pass = async (): Promise<void> => {
      // Meta cannot be asked for templates: their category stays unknown, which is the cautious case of a send.
      if (request.method === 'GET') return void response.writeHead(503).end()
      const body = await buffer(request)
      if (!(await passes('meta.received'))) return
      const answer = await fetch(`${graphUrl}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: {
          authorization: request.headers.authorization ?? '',
          'content-type': request.headers['content-type'] ?? 'application/json',
        },
        ...(body.length > 0 && { body }),
      })
      const text = await answer.text()
      if (!(await passes('meta.answered'))) return
      response
        .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        .end(text)
    }
    // The simulator cuts connections too: its caller shall see that.
    pass().catch(() => request.socket.destroy())
  })
}
