import { isWaypostError } from '../waypost-error.ts'
import type { RawBody } from './signature.ts'
import {
  verifyWebhook,
  type VerifyOptions,
  type WaypostEvent,
  type WebhookHeaders,
} from './verify-webhook.ts'

/** Does with an event what your app does. When it throws, the event is delivered again. */
export type WebhookHandler = (event: WaypostEvent) => unknown

/** How an adapter checks webhooks and reports failures. */
export interface AdapterOptions extends VerifyOptions {
  /** Gets what a handler threw; by default `console.error`. */
  onError?: (error: unknown) => void
}

/** A request of Express with `express.raw()`, or of a Cloud Function. */
export interface NodeRequest {
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The bytes, on Cloud Functions. */
  rawBody?: RawBody | undefined
  body?: unknown
}

/** A response of Express or of a Cloud Function. */
export interface NodeResponse {
  statusCode: number
  end: () => unknown
}

/** The status of the answer: 204 handled, 401 not signed, 500 to be delivered again. */
async function statusOf(
  secrets: string | readonly string[],
  [webhook, handle]: [{ headers: WebhookHeaders; rawBody: RawBody }, WebhookHandler],
  // eslint-disable-next-line no-console -- a failure that is reported nowhere could not be found
  { onError = console.error, ...options }: AdapterOptions,
): Promise<number> {
  try {
    await handle(await verifyWebhook(secrets, webhook, options))
    return 204
  } catch (error) {
    if (isWaypostError(error, 'WEBHOOK_SIGNATURE_INVALID')) return 401
    onError(error)
    return 500
  }
}

/** A handler for Express (behind `express.raw({ type: 'application/json' })`) and for `onRequest` of Cloud Functions. */
export const toExpress =
  (secrets: string | readonly string[], handle: WebhookHandler, options: AdapterOptions = {}) =>
  async ({ headers, rawBody, body }: NodeRequest, response: NodeResponse): Promise<void> => {
    const webhook = { headers, rawBody: rawBody ?? (body as RawBody) }
    response.statusCode = await statusOf(secrets, [webhook, handle], options)
    response.end()
  }

/** A handler for everything that speaks fetch: Hono (`c.req.raw`), Workers, Deno, Next.js routes. */
export const toFetch =
  (secrets: string | readonly string[], handle: WebhookHandler, options: AdapterOptions = {}) =>
  async (request: Request): Promise<Response> => {
    const webhook = { headers: request.headers, rawBody: await request.arrayBuffer() }
    return new Response(null, { status: await statusOf(secrets, [webhook, handle], options) })
  }
