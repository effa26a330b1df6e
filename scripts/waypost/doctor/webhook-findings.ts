import { randomBytes } from 'node:crypto'
import type { Finding } from './finding.ts'

const TIMEOUT_MS = 20_000
const id = 'webhook.handshake'

/**
 * Repeats Meta's handshake: the right verify token must return the challenge, a wrong
 * one must not. https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export async function webhookFindings(apiUrl: string, verifyToken: string): Promise<Finding[]> {
  const address = `${apiUrl}/webhooks/whatsapp`
  const challenge = randomBytes(8).toString('hex')
  try {
    const right = await verifyHandshake(address, challenge, verifyToken)
    if (right.status !== 200 || right.text !== challenge) return [notVerified(address, right.status)]
    const wrong = await verifyHandshake(address, challenge, randomBytes(16).toString('hex'))
    if (wrong.status === 200) return [acceptsAnything(address)]
    return [
      { id, level: 'ok', message: `${address} answers Meta's handshake, and rejects a wrong verify token.` },
    ]
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name: string }
    return [
      {
        id,
        level: 'fail',
        message: `${address} could not be reached (${cause?.code ?? name}).`,
        hint: 'Deploy hosting and functions ("npm run waypost -- deploy"), or set the URL with --api-url.',
      },
    ]
  }
}

async function verifyHandshake(
  address: string,
  challenge: string,
  verifyToken: string,
): Promise<{ status: number; text: string }> {
  const url = new URL(address)
  url.search = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': challenge,
    'hub.verify_token': verifyToken,
  }).toString()
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
  return { status: response.status, text: await response.text() }
}

const notVerified = (address: string, status: number): Finding => ({
  id,
  level: 'fail',
  message: `${address} did not accept the verify token (status ${String(status)}).`,
  hint:
    status === 403
      ? 'The function runs with another WHATSAPP_VERIFY_TOKEN than the newest version of the secret: deploy whatsappWebhook again.'
      : 'Deploy hosting and functions ("npm run waypost -- deploy"); the rewrite of /webhooks/whatsapp must lead to whatsappWebhook.',
})

const acceptsAnything = (address: string): Finding => ({
  id,
  level: 'fail',
  message: `${address} accepts any verify token: this is not Waypost's webhook.`,
  hint: 'Check the rewrites of hosting, and deploy whatsappWebhook again.',
})
