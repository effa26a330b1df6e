import type { EventData } from '../generated/api-types.ts'
import { keyOf, signedBytes } from '../webhooks/signature.ts'

/** A webhook as Waypost sends it. */
export interface SimulatedWebhook {
  headers: Record<string, string>
  body: string
  /** The webhook as a request of fetch. */
  toRequest: (url?: string) => Request
}

/** What a simulated webhook says beside its data. */
export interface SimulateOptions {
  /** The delivery; the same id is the same delivery. */
  id?: string
  /** When it is sent, in milliseconds; now by default. */
  now?: number
}

/** Signs an event with `secret`, for tests of your endpoint. */
export async function simulateWebhook<Type extends keyof EventData>(
  secret: string,
  [type, data]: [type: Type, data: EventData[Type]],
  { id = 'dlv_test', now = Date.now() }: SimulateOptions = {},
): Promise<SimulatedWebhook> {
  const timestamp = String(Math.floor(now / 1000))
  const body = JSON.stringify({ type, timestamp: new Date(now).toISOString(), data })
  const bytes = signedBytes({ id, timestamp, body })
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secret), bytes))
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${btoa(String.fromCharCode(...signature))}`,
  }
  const toRequest = (url = 'https://app.test/webhooks') => new Request(url, { method: 'POST', headers, body })
  return { headers, body, toRequest }
}
