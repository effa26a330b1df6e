import { setTimeout as wait } from 'node:timers/promises'

export interface Sent {
  /** Ours, for the message's whole life. */
  id: string
  /** `accepted`: Meta took it. Anything else: Waypost goes on with it, do not send it again. */
  status: string
}

/** Why a message was refused. Decide by `code` and `retry`; `message` is a sentence for your log. */
export class SendError extends Error {
  override readonly name = 'SendError'
  readonly code: string
  readonly retry: 'never' | 'later' | 'after-fix'
  /** Set when there is a record of the message: `GET /v1/messages/{id}` tells its story. */
  readonly id: string | undefined

  constructor(said: { code: string; message: string; retry: SendError['retry']; id?: string }) {
    super(`${said.code}: ${said.message}`)
    this.code = said.code
    this.retry = said.retry
    this.id = said.id
  }
}

const ATTEMPTS = 4

/**
 * Sends one message.
 * @param message the body of `POST /v1/send`
 * @param key names what the message is about (`order-1042-shipped`): the same key never sends twice, so asking again
 *   after a lost connection is safe
 */
export async function send(message: object, key: string): Promise<Sent> {
  const { WAYPOST_URL = 'http://127.0.0.1:7400', WAYPOST_API_KEY = '' } = process.env
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${WAYPOST_URL}/v1/send`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${WAYPOST_API_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(60_000),
    }).catch((cause: unknown) => String(cause))
    if (typeof response !== 'string' && response.ok) return (await response.json()) as Sent
    const refusal = await refusalOf(response)
    if (refusal.retry !== 'later' || attempt === ATTEMPTS) throw refusal
    const asked = typeof response === 'string' ? null : response.headers.get('retry-after')
    await wait(asked === null ? 500 * 2 ** attempt : Number(asked) * 1000)
  }
}

async function refusalOf(response: Response | string): Promise<SendError> {
  if (typeof response === 'string')
    return new SendError({ code: 'NETWORK', message: response, retry: 'later' })
  const said = (await response.json().catch(() => null)) as ConstructorParameters<typeof SendError>[0] | null
  return said?.retry
    ? new SendError(said)
    : new SendError({ code: 'NETWORK', message: `HTTP ${response.status}`, retry: 'later' })
}
