/** Control routes for webhook delivery. */
import type { Hono } from 'hono'
import { isPayload } from '../inbound/inbound-types.ts'
import { oneOf, optionalPart, optionalText, webAddress } from '../graph/json-part.ts'
import { webhookHeaders, type Delivery } from '../webhooks/delivery.ts'
import { phpJson } from '../webhooks/php-json.ts'
import { verifyWebhook } from '../webhooks/verify-webhook.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import { ControlError, rejectUnknownKeys, readControl } from './control-request.ts'

export function webhookRoutes(app: Hono, simulator: SimulatorContext): void {
  const { webhooks } = simulator
  app.get('/_simulator/webhooks', (c) => {
    const state = c.req.query('state')
    const chosen = webhooks.deliveries().filter((delivery) => state === undefined || delivery.state === state)
    return c.json({ held: webhooks.isHeld(), gathered: webhooks.batched(), webhooks: chosen.map(shown) })
  })
  app.post('/_simulator/webhooks/hold', (c) => {
    webhooks.hold()
    return c.json({ held: true })
  })
  app.post('/_simulator/webhooks/release', (c) => {
    webhooks.release()
    return c.json({ held: false })
  })
  app.post('/_simulator/webhooks/drain', async (c) => {
    await webhooks.drain()
    return c.json({
      drained: true,
      waiting: webhooks.deliveries().filter(({ state }) => state === 'waiting').length,
    })
  })
  app.post('/_simulator/webhooks/raw', async (c) => {
    const request = await readControl(c)
    rejectUnknownKeys(request, ['body', 'signature', 'headers', 'url'])
    const { body } = request.value
    if (body === undefined)
      throw new ControlError(
        'Parameter body is required: a string (sent as it is) or JSON (sent as Meta writes it).',
      )
    const bytes = typeof body === 'string' ? body : phpJson(body)
    const headers = {
      ...signedHeaders(bytes, simulator.config.appSecret, signatureKind(request)),
      ...extraHeaders(request),
    }
    const attempt = await webhooks.postRaw({ body: bytes, headers, url: urlFor(request, simulator) })
    return c.json(attempt ?? { httpStatus: 0, error: 'no webhook address' })
  })
  app.post('/_simulator/webhook-url', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, ['url'])
    simulator.webhookUrl = webAddress(body, 'url')
    return c.json({ webhookUrl: simulator.webhookUrl })
  })
  app.post('/_simulator/verify-webhook', async (c) => {
    const body = await readControl(c)
    rejectUnknownKeys(body, ['url', 'verifyToken'])
    const url = urlFor(body, simulator)
    if (url === undefined) throw new ControlError('There is no webhook address yet: send url.')
    return c.json(await verifyWebhook(url, optionalText(body, 'verifyToken') ?? simulator.config.verifyToken))
  })
}

type Request = Awaited<ReturnType<typeof readControl>>

function urlFor(request: Request, simulator: SimulatorContext): string | undefined {
  return request.value['url'] === undefined ? simulator.webhookUrl : webAddress(request, 'url')
}

function signatureKind(request: Request): 'right' | 'wrong' | 'none' {
  return request.value['signature'] === undefined
    ? 'right'
    : oneOf(request, 'signature', ['right', 'wrong', 'none'])
}

function signedHeaders(
  bytes: string,
  appSecret: string,
  kind: 'right' | 'wrong' | 'none',
): Record<string, string> {
  const headers = webhookHeaders(bytes, kind === 'wrong' ? `not ${appSecret}` : appSecret)
  if (kind === 'none') delete headers['x-hub-signature-256']
  return headers
}

function extraHeaders(request: Request): Record<string, string> {
  const given = optionalPart(request, 'headers')?.value ?? {}
  if (!isPayload(given)) return {}
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

function shown(delivery: Delivery): object {
  const body = typeof delivery.body === 'string' ? delivery.body : Buffer.from(delivery.body).toString()
  const { id, url, state, updates, attempts } = delivery
  return { id, url, state, updates, attempts, body }
}
