/** Receives the events of Waypost: checks signatures with Web Crypto, in Node, Deno, Workers and functions. */
export { isWaypostError, WaypostError } from '../waypost-error.ts'
export {
  toExpress,
  toFetch,
  type AdapterOptions,
  type NodeRequest,
  type NodeResponse,
  type WebhookHandler,
} from './adapters.ts'
export type { RawBody } from './signature.ts'
export {
  verifyWebhook,
  type VerifyOptions,
  type WaypostEvent,
  type WebhookHeaders,
} from './verify-webhook.ts'
