import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { expect, vi } from 'vitest'

/** What came to a customer's server. */
export interface Webhooked {
  readonly id: string
  readonly type: string
  readonly data: Record<string, unknown>
}

/** A customer's server on this machine, which believes only what is signed. */
export interface WebhookReceiver {
  readonly url: string
  /** What came and was signed by a secret it knows; the rest is answered with 401. */
  readonly came: Webhooked[]
  /** How often a signature was wrong. */
  readonly forged: () => number
  /** The secrets it believes. */
  trust(...secrets: string[]): void
  answer(status: number): void
  /** Resolves when all of these types came. */
  gets(...types: string[]): Promise<void>
  close(): void
}

export async function webhookReceiver(): Promise<WebhookReceiver> {
  const came: Webhooked[] = []
  let forged = 0
  let trusted: Webhook[] = []
  let status = 204
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString()
      const headers = request.headers as Record<string, string>
      if (!trusted.some((one) => isSigned(one, body, headers))) {
        forged++
        return void response.writeHead(401).end()
      }
      const { type, data } = JSON.parse(body) as Webhooked
      came.push({ id: String(headers['webhook-id']), type, data })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`,
    came,
    forged: () => forged,
    trust: (...secrets) => void (trusted = secrets.map((secret) => new Webhook(secret))),
    answer: (next) => void (status = next),
    gets: (...types) =>
      vi.waitFor(() => expect(came.map(({ type }) => type)).toEqual(expect.arrayContaining(types)), {
        timeout: 20_000,
        interval: 50,
      }),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The library compares times with the real clock, and the stack's may have been moved: the signature alone is judged. */
function isSigned(webhook: Webhook, body: string, headers: Record<string, string>): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const expected = webhook.sign(String(headers['webhook-id']), at, body)
  return String(headers['webhook-signature']).split(' ').includes(expected)
}
