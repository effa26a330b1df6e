/** One webhook POST and its attempts. */
import { signatureOf } from './signature.ts'

export interface Delivery {
  readonly id: number
  readonly url: string | undefined
  readonly body: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
  /** How many statuses, messages and events are inside; 0 for a raw post. */
  readonly updates: number
  readonly retried: boolean
  readonly attempts: DeliveryAttempt[]
  state: 'waiting' | 'delivered' | 'dropped' | 'no_subscriber'
}

export interface DeliveryAttempt {
  readonly at: string
  /** 0 when there was no answer. */
  readonly httpStatus: number
  readonly error?: string
  readonly tookMs: number
}

/** No limit is documented; guides speak of 5 to 20 seconds. */
const ANSWER_WITHIN_MS = 20_000

/** The headers Meta sends with a webhook. */
export function webhookHeaders(body: string | Uint8Array, appSecret: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'facebookexternalua',
    accept: '*/*',
    'x-hub-signature-256': signatureOf(body, appSecret),
  }
}

/** Posts once. Never throws: no answer is an attempt with status 0 and the reason. */
export async function postOnce(delivery: Delivery, now: Date): Promise<DeliveryAttempt> {
  const startedAt = performance.now()
  const attempt = (httpStatus: number, error?: string): DeliveryAttempt => ({
    at: now.toISOString(),
    httpStatus,
    ...(error !== undefined && { error }),
    tookMs: Math.round(performance.now() - startedAt),
  })
  try {
    const response = await fetch(delivery.url ?? '', {
      method: 'POST',
      headers: { ...delivery.headers },
      body: typeof delivery.body === 'string' ? delivery.body : Buffer.from(delivery.body),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    await response.arrayBuffer()
    return attempt(response.status)
  } catch (error) {
    return attempt(0, reasonOf(error))
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
