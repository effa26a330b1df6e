import { createHmac } from 'node:crypto'
import { whatsappWebhookHandler, type WebhookNeeds } from '../../../src/intake/whatsapp-webhook.http.ts'
import { APP_SECRET } from '../../support/engine-rig.ts'

/** What the webhook answers to a body. */
export type PostSigned = (bytes: Buffer, signature?: string) => Promise<number>

/** As Meta signs: over the bytes as they are. */
export const signatureOf = (bytes: Buffer): string =>
  `sha256=${createHmac('sha256', APP_SECRET).update(bytes).digest('hex')}`

/**
 * Meta's JSON: slashes are escaped and so is everything beyond ASCII, in small letters. A signature over anything but
 * the bytes would not fit.
 */
export const asMetaWrites = (json: object): Buffer =>
  Buffer.from(
    JSON.stringify(json)
      .replaceAll('/', '\\/')
      .replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )

/** The webhook function itself, with an exchange of the form that the platform hands it. */
export function postTo(needs: WebhookNeeds): PostSigned {
  const handle = whatsappWebhookHandler(async () => needs)
  type Exchange = Parameters<typeof handle>
  return async (bytes, signature = signatureOf(bytes)) => {
    let answered = 0
    const response = {
      status: (code: number) => ((answered = code), response),
      set: () => response,
      end: () => response,
    }
    const request = {
      method: 'POST',
      query: {},
      rawBody: bytes,
      body: parsed(bytes),
      header: (name: string) => (name === 'x-hub-signature-256' ? signature : undefined),
    }
    await handle(request as unknown as Exchange[0], response as unknown as Exchange[1])
    return answered
  }
}

/** The platform parses JSON before our code; what it cannot parse it hands over bare. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}
