import { createHmac } from 'node:crypto'
import { stack } from './stack-api.ts'
import { webhookOf } from './meta-webhooks.ts'

/** What the webhook answered. */
export interface WebhookAnswer {
  status: number
  headers: Headers
  text: string
}

export const signatureOf = (bytes: string, secret: string = stack.appSecret): string =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`

/**
 * Posts to the webhook as Meta does, signed over the bytes.
 * @param body a text goes out as it is, anything else as JSON
 * @param headers replace Meta's; an undefined one is left out
 */
export async function post(
  body: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<WebhookAnswer> {
  const bytes = typeof body === 'string' ? body : JSON.stringify(body)
  const all: Record<string, string | undefined> = {
    'content-type': 'application/json',
    'x-hub-signature-256': signatureOf(bytes),
    ...headers,
  }
  const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return answerOf(
    await fetch(stack.webhookUrl, {
      method: 'POST',
      headers: Object.fromEntries(given) as Record<string, string>,
      body: bytes,
    }),
  )
}

/** Registers the webhook as Meta does. */
export const register = async (query: Record<string, string>): Promise<WebhookAnswer> =>
  answerOf(await fetch(`${stack.webhookUrl}?${String(new URLSearchParams(query))}`))

const answerOf = async (response: Response): Promise<WebhookAnswer> => ({
  status: response.status,
  headers: response.headers,
  text: await response.text(),
})

/** Values of the field `messages` as one webhook about the stack's own number. */
export const webhook = webhookOf(stack)

/** A status of the first attempt of a message of ours. */
export const statusItem = (
  { id, messageId = 'wamid.of-a-test' }: { id: string; messageId?: string | undefined },
  status: string,
  more: object = {},
) => ({
  id: messageId,
  status,
  timestamp: '1772366400',
  recipient_id: '972546800360',
  biz_opaque_callback_data: `w1:${id}:1:`,
  ...more,
})
