import { createServer, type IncomingMessage, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'

/** An event, as it comes: the page about events says what `data` holds. */
export interface WaypostEvent {
  type: string
  timestamp: string
  data: Record<string, unknown>
}

/**
 * A server that receives events.
 * @param secret `whsec_…`, shown when the endpoint was made
 * @param handle does with an event what your app does; called until it succeeded once for an `id`
 */
export function webhookServer(
  secret: string,
  handle: (event: WaypostEvent, id: string) => Promise<void>,
): Server {
  const webhook = new Webhook(secret)
  // In production: a table with `id` as its key, written in the same transaction as what `handle` does.
  const handled = new Set<string>()

  /** The status to answer with. */
  async function receive(request: IncomingMessage): Promise<number> {
    // The bytes as they came: JSON that was parsed and written again has another signature.
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const event = verified(Buffer.concat(pieces), request)
    if (!event) return 401
    const id = String(request.headers['webhook-id'])
    if (!handled.has(id)) await handle(event, id)
    handled.add(id)
    return 204
  }

  function verified(body: Buffer, { headers }: IncomingMessage): WaypostEvent | null {
    try {
      return webhook.verify(body, headers as Record<string, string>) as WaypostEvent
    } catch {
      return null
    }
  }

  return createServer((request, response) => {
    receive(request).then(
      (status) => response.writeHead(status).end(),
      // Not a 2xx: it comes again, in five seconds first.
      () => response.writeHead(500).end(),
    )
  })
}
