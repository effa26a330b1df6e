import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { listeningServer } from './listening-server.ts'

/** What came to a customer's server. */
export interface Webhooked {
  readonly id: string
  readonly type: string
  readonly timestamp: string
  readonly data: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
  readonly raw: string
}

/** A customer's server on this machine, which believes only what is signed. */
export interface WebhookReceiver {
  readonly url: string
  /** What came and was signed by a secret it knows; the rest is answered with 401. */
  readonly came: Webhooked[]
  /** How often a signature was wrong. */
  forged(): number
  /** The secrets it believes from now on. */
  trust(...secrets: string[]): void
  /** What it answers from now on; 204 in the beginning. */
  answer(status: number, headers?: Record<string, string>): void
  close(): Promise<void>
}

export async function webhookReceiver(...secrets: string[]): Promise<WebhookReceiver> {
  const came: Webhooked[] = []
  let forged = 0
  let trusted = secrets.map((secret) => new Webhook(secret))
  let answer: { status: number; headers: Record<string, string> } = { status: 204, headers: {} }
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { headers } = request
    const raw = await text(request)
    if (!trusted.some((one) => isSigned(one, raw, headers))) {
      forged++
      response.writeHead(401).end()
      return
    }
    const { type, timestamp, data } = JSON.parse(raw) as Pick<Webhooked, 'type' | 'timestamp' | 'data'>
    came.push({ id: String(headers['webhook-id']), type, timestamp, data, headers, raw })
    response.writeHead(answer.status, answer.headers).end(answer.status === 204 ? undefined : 'the answer')
  }
  const server = await listeningServer((request, response) => {
    // The sender may disconnect; there is no connection to answer then.
    receive(request, response).catch(() => response.destroy())
  })
  return {
    url: `${server.url}/hook`,
    came,
    forged: () => forged,
    trust: (...others) => void (trusted = others.map((secret) => new Webhook(secret))),
    answer: (status, headers = {}) => void (answer = { status, headers }),
    close: server.close,
  }
}

/** The library compares times with the real clock, and the sender's may have been moved: the signature alone is judged. */
function isSigned(webhook: Webhook, body: string, headers: IncomingHttpHeaders): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const expected = webhook.sign(String(headers['webhook-id']), at, body)
  return String(headers['webhook-signature']).split(' ').includes(expected)
}
