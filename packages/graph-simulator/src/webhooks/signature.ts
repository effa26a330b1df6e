/** `X-Hub-Signature-256`: HMAC-SHA256 over the exact bytes of the body, keyed with the app secret. */
import { createHmac } from 'node:crypto'

export function signatureOf(body: string | Uint8Array, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
}
