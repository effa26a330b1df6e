import type { EventData } from '../generated/api-types.ts'
import { WaypostError } from '../waypost-error.ts'
import {
  fromBase64,
  keyOf,
  signedBytes,
  type RawBody,
  type SignedContent,
  type SigningKey,
} from './signature.ts'

/** An event as your endpoint receives it: `type` says what `data` is. */
export type WaypostEvent<Type extends keyof EventData = keyof EventData> = {
  [One in Type]: {
    /** The delivery, `dlv_…`: the same in every attempt. Use it to handle an event once. */
    id: string
    type: One
    /** When it happened. */
    timestamp: string
    data: EventData[One]
  }
}[Type]

/** Headers of Node, Express or fetch. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** How a webhook is checked. */
export interface VerifyOptions {
  /** How old a webhook may be; five minutes by default. */
  toleranceSeconds?: number
  /** The current time in milliseconds, for tests. */
  now?: number
}

const TOLERANCE_SECONDS = 300

/**
 * Checks the signature of a webhook and returns its event.
 * @param secrets the secret of the endpoint, `whsec_…`; both during a rotation
 * @param rawBody the body as it was received: JSON that was parsed and written again has another signature
 * @throws WaypostError `WEBHOOK_SIGNATURE_INVALID`: answer with 401
 * @throws TypeError when the body was parsed already
 */
export async function verifyWebhook(
  secrets: string | readonly string[],
  { headers, rawBody }: { headers: WebhookHeaders; rawBody: RawBody },
  { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now() }: VerifyOptions = {},
): Promise<WaypostEvent> {
  if (typeof rawBody !== 'string' && !ArrayBuffer.isView(rawBody) && !(rawBody instanceof ArrayBuffer))
    throw new TypeError('Pass the raw body of the request, not parsed JSON.')
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(headers, `webhook-${name}`),
  ) as [string, string, string]
  if (!id || !signatures) throw invalid('The webhook has no signature.')
  // NaN fails this comparison too.
  if (!(Math.abs(now / 1000 - parseFloat(timestamp)) <= toleranceSeconds))
    throw invalid('The webhook is too old, or the clock is wrong.')
  if (!(await isSigned([secrets].flat(), { id, timestamp, body: rawBody }, signatures)))
    throw invalid('The signature does not match. Check the secret, and pass the raw body.')
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody)
  return { ...(JSON.parse(text) as WaypostEvent), id }
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name]
  return [value].flat()[0] ?? ''
}

/** A webhook has a signature for each secret that is valid. */
async function isSigned(
  secrets: readonly string[],
  content: SignedContent,
  signatures: string,
): Promise<boolean> {
  const bytes = signedBytes(content)
  for (const secret of secrets) {
    const key = await keyOf(secret)
    for (const part of signatures.split(' ')) {
      const [version, signature = ''] = part.split(',')
      if (version === 'v1' && (await matches(key, signature, bytes))) return true
    }
  }
  return false
}

async function matches(key: SigningKey, signature: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    return await crypto.subtle.verify('HMAC', key, fromBase64(signature), bytes)
  } catch {
    return false
  }
}

const invalid = (message: string): WaypostError =>
  new WaypostError({ code: 'WEBHOOK_SIGNATURE_INVALID', message, retry: 'never' }, { status: 401 })
