import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

/** A POST of JSON to Firestore's REST API. */
export interface RestCall {
  /** Encoded as in a URL. */
  readonly path: string
  readonly token: string
  readonly body: string
}

export interface RestAnswer {
  readonly status: number
  readonly text: string
}

/**
 * Posts, and once more when the connection failed or the server answered 5xx: every write may be repeated.
 * @throws Error when the second try got no answer either
 */
export type PostToFirestore = (call: RestCall) => Promise<RestAnswer>

/**
 * How long each try may take, the response included, and how long a connection may lie idle. Both tries together end
 * before Meta gives up on the webhook.
 */
export const restLimits = { firstTryMs: 3_000, secondTryMs: 6_000, idleMs: 20_000 }
/** An emulator shares the machine with everything else: slow does not mean dead there. */
const emulatorLimits = { ...restLimits, firstTryMs: 8_000, secondTryMs: 8_000 }

/**
 * Keeps connections open between calls. An instance without requests is suspended, and the connection may be dropped
 * on the way without a sign: such a socket takes a request and never answers. So idle sockets are closed, by the wall
 * clock because timers stop too, and the second try opens a connection of its own.
 * @param emulatorHost `host:port`; undefined: the real Firestore
 */
export function firestoreRest(
  emulatorHost: string | undefined,
  { firstTryMs, secondTryMs, idleMs } = emulatorHost === undefined ? restLimits : emulatorLimits,
  now: () => number = Date.now,
): PostToFirestore {
  const open = emulatorHost === undefined ? httpsRequest : httpRequest
  const newAgent = emulatorHost === undefined ? agentOf(HttpsAgent) : agentOf(HttpAgent)
  const [host = '', port] = (emulatorHost ?? 'firestore.googleapis.com').split(':')
  const kept = newAgent({ keepAlive: true, timeout: idleMs })
  let lastUsedAt = 0

  const post = ({ path, token, body }: RestCall, options: RequestOptions): Promise<RestAnswer> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }
      const request = open({ ...options, method: 'POST', host, port, path, headers }, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() }),
        )
      })
      request.on('error', reject)
      request.end(body)
    })

  return async (call) => {
    if (now() - lastUsedAt > idleMs) closeIdle(kept)
    lastUsedAt = now()
    const firstTry = { agent: kept, signal: AbortSignal.timeout(firstTryMs) }
    const first = await post(call, firstTry).catch(() => undefined)
    if (first && first.status < 500) return first
    closeIdle(kept)
    return post(call, { agent: newAgent({ keepAlive: false }), signal: AbortSignal.timeout(secondTryMs) })
  }
}

const agentOf =
  (AgentClass: typeof HttpAgent | typeof HttpsAgent) =>
  (options: { keepAlive: boolean; timeout?: number }): HttpAgent | HttpsAgent =>
    new AgentClass(options)

function closeIdle({ freeSockets }: HttpAgent | HttpsAgent): void {
  for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy()
}
