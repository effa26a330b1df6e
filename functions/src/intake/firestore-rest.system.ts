import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

const TIMEOUT_MS = 8_000
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }

/** A POST of JSON to Firestore's REST API, or to the emulator at `host:port`. */
export interface RestCall {
  readonly emulatorHost: string | undefined
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
 * Posts, and once more when the connection failed or the server was in trouble: what is posted may be done twice.
 * @throws Error when there was no answer the second time either
 */
export async function postToFirestore(call: RestCall): Promise<RestAnswer> {
  const first = await postOnce(call).catch(() => undefined)
  return first && first.status < 500 ? first : postOnce(call)
}

function postOnce({ emulatorHost, path, token, body }: RestCall): Promise<RestAnswer> {
  const [host = '', port] = (emulatorHost ?? 'firestore.googleapis.com').split(':')
  const options: RequestOptions = {
    method: 'POST',
    host,
    path,
    timeout: TIMEOUT_MS,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
  }
  return new Promise((resolve, reject) => {
    const request =
      emulatorHost === undefined
        ? httpsRequest({ ...options, agent: agents.https })
        : httpRequest({ ...options, agent: agents.http, port })
    request.on('timeout', () =>
      request.destroy(new Error(`Firestore did not answer in ${String(TIMEOUT_MS)} ms`)),
    )
    request.on('error', reject)
    request.on('response', (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() }),
      )
    })
    request.end(body)
  })
}
