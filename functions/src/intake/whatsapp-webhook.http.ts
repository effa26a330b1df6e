import type { HttpsFunction, Request } from 'firebase-functions/v2/https'
import { isEqualConstantTime, isSignedByMeta } from '../graph/hub-signature.ts'
import { parseJson } from '../kernel/untrusted-json.ts'
import type { IntakeFailureAlerts, IntakeFailure } from './intake-failure-alerts.ts'
import { receiveWebhook, type ReceiveNeeds } from './receive-webhook.ts'

export interface WebhookNeeds extends ReceiveNeeds {
  appSecrets(): readonly string[]
  verifyToken(): string
  failureAlerts: IntakeFailureAlerts
}

/** Meta posts up to 3 MB. */
const MAX_BYTES = 3 * 1024 * 1024

/** The function `whatsappWebhook`, bare: Meta registers it with GET and posts to it. */
export const whatsappWebhookHandler =
  (needs: () => Promise<WebhookNeeds>) =>
  async (...[request, response]: Parameters<HttpsFunction>): Promise<void> => {
    const { status, text } = await answerTo(request, await needs())
    // `end`, not `send`: a webhook answer needs no ETag.
    response.status(status).set(headersOf(status)).end(text)
  }

interface Answer {
  readonly status: number
  readonly text: string
}

const headersOf = (status: number): Record<string, string> => ({
  'content-type': 'text/plain; charset=utf-8',
  'x-content-type-options': 'nosniff',
  ...(status === 405 && { allow: 'GET, POST' }),
  ...(status === 503 && { 'retry-after': '5' }),
})

async function answerTo(request: Request, needs: WebhookNeeds): Promise<Answer> {
  if (request.method === 'GET') return verification(request.query, needs)
  if (request.method !== 'POST') return { status: 405, text: 'Meta registers with GET and posts with POST.' }
  const bytes = bodyOf(request)
  if (bytes.length > MAX_BYTES) return { status: 413, text: 'More than 3 MB.' }
  if (!isSignedByMeta(bytes, request.header('x-hub-signature-256'), needs.appSecrets())) {
    needs.log.warn('webhook.signature_invalid', { bytes: bytes.length })
    await countFailure('signature_invalid', needs)
    return {
      status: 401,
      text: 'WEBHOOK_SIGNATURE_INVALID: X-Hub-Signature-256 is missing or does not fit the body and the app secret.',
    }
  }
  const json = parsed(request, bytes)
  if (json === undefined) return { status: 400, text: 'The body is not JSON.' }
  try {
    const text = await receiveWebhook({ bytes, json }, needs)
    await storeFailureAlerts(needs)
    return { status: 200, text }
  } catch (error) {
    needs.log.error('webhook.not_stored', {}, error)
    await countFailure('not_stored', needs)
    return { status: 503, text: 'Not stored; please send it again.' }
  }
}

/** Failures that repeat are one alert: in the log at once, and in `alerts` as soon as that can be written. */
async function countFailure(trouble: IntakeFailure, needs: WebhookNeeds): Promise<void> {
  if (needs.failureAlerts.count(trouble, needs.clock.now()))
    needs.log.error('webhook.in_trouble', { trouble })
  await storeFailureAlerts(needs)
}

async function storeFailureAlerts({ failureAlerts, writeAll, log }: WebhookNeeds): Promise<void> {
  for (const [kind, at] of failureAlerts.pending())
    try {
      const { failureAlert } = await import('./failure-alert.ts')
      const [outcome] = await writeAll([failureAlert(kind, at)])
      if (typeof outcome !== 'object') failureAlerts.markStored(kind)
    } catch (error) {
      log.warn('webhook.alert_not_stored', { trouble: kind }, error)
    }
}

/** The bytes as they came; the platform leaves them out when there is no body or no content type. */
const bodyOf = ({ rawBody }: Partial<Pick<Request, 'rawBody'>>): Buffer => rawBody ?? Buffer.alloc(0)

/** The platform has parsed JSON already, when it came as such. */
function parsed({ body }: { body?: unknown }, bytes: Buffer): unknown {
  if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && Object.keys(body).length > 0)
    return body
  return parseJson(bytes.toString())
}

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests */
function verification(query: Request['query'], { verifyToken }: WebhookNeeds): Answer {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query
  const isRegistration = mode === 'subscribe' && typeof token === 'string' && typeof challenge === 'string'
  const expected = verifyToken()
  if (!isRegistration || expected === '' || !isEqualConstantTime(token, expected))
    return { status: 403, text: 'WEBHOOK_VERIFICATION_FAILED: the verify token does not fit.' }
  return /^[\w.-]{1,200}$/.test(challenge)
    ? { status: 200, text: challenge }
    : { status: 403, text: 'WEBHOOK_VERIFICATION_FAILED: the challenge is not one of Meta.' }
}
