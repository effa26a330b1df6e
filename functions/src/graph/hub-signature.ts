import { createHmac, timingSafeEqual } from 'node:crypto'

const SHAPE = /^sha256=([0-9a-f]{64})$/i

/**
 * Whether Meta signed these bytes: HMAC-SHA256 over the body exactly as it came, keyed with the app secret
 * (header `X-Hub-Signature-256`). Any of the secrets will do, so that one can be changed without a gap.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export function isSignedByMeta(
  body: Uint8Array,
  header: string | undefined,
  appSecrets: readonly string[],
): boolean {
  const claimed = SHAPE.exec(header ?? '')?.[1]
  if (claimed === undefined) return false
  const signature = Buffer.from(claimed, 'hex')
  return appSecrets.some((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(body).digest(), signature),
  )
}

/** Whether two words are the same, in a time that does not tell how much of them is. */
export function isEqualConstantTime(given: string, expected: string): boolean {
  const digest = (word: string): Buffer => createHmac('sha256', 'compare').update(word).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
