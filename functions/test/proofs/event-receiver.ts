import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** A customer's server that is told of events. */
export interface EventReceiver {
  readonly url: string
  /** All webhook ids. */
  readonly ids: ReadonlySet<string>
  /** The ids under which `<type> <message id>` was told. */
  readonly heard: ReadonlyMap<string, ReadonlySet<string>>
  /** Posts whose signature did not verify. */
  forged(): number
  verifyWith(secret: string): void
  close(): Promise<void>
}

export async function eventReceiver(): Promise<EventReceiver> {
  const ids = new Set<string>()
  const heard = new Map<string, Set<string>>()
  let webhook: Webhook | undefined
  let forged = 0
  const hear = (body: string, headers: Record<string, string>): void => {
    const event = webhook?.verify(body, headers) as { type: string; data: { id: string } }
    const id = headers['webhook-id'] ?? ''
    const words = `${event.type} ${event.data.id}`
    ids.add(id)
    heard.set(words, (heard.get(words) ?? new Set()).add(id))
  }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      try {
        hear(Buffer.concat(pieces).toString(), request.headers as Record<string, string>)
        response.writeHead(204).end()
      } catch {
        forged++
        response.writeHead(400).end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    ids,
    heard,
    forged: () => forged,
    verifyWith: (secret) => void (webhook = new Webhook(secret)),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
