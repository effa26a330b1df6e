/** Signatures of Standard Webhooks with Web Crypto. https://www.standardwebhooks.com */

/** The bytes that were received, or their text. */
export type RawBody = string | Uint8Array | ArrayBuffer

/** The three values that a signature covers. */
export interface SignedContent {
  readonly id: string
  /** In seconds since 1970, as in the header. */
  readonly timestamp: string
  readonly body: RawBody
}

/** A key of Web Crypto, whose type has another name in each platform. */
export type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** The key of a secret, `whsec_…`. @throws Error when the secret is not base64 */
export const keyOf = (secret: string): Promise<SigningKey> =>
  crypto.subtle.importKey(
    'raw',
    fromBase64(secret.replace(/^whsec_/, '')),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign', 'verify'],
  )

/** What is signed: id, timestamp and body with dots between. */
export function signedBytes({ id, timestamp, body }: SignedContent): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`)
  const tail = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body)
  const all = new Uint8Array(head.length + tail.length)
  all.set(head)
  all.set(tail, head.length)
  return all
}

/** @throws Error for a text that is not base64 */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
