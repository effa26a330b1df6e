import type { BatchAnswer, SendTextRequest } from './generated/api-types.ts'
import { conversations } from './conversations.ts'
import { media } from './media.ts'
import { messages } from './messages.ts'
import * as operations from './operations.ts'
import { checkOptions, type SendOptions, type WaypostOptions } from './options.ts'
import { request, type ApiRequest } from './request.ts'
import { action, operation, send, type Send } from './routes.ts'
import type { BatchRow, NotifyInput, SendInput } from './templates.ts'

/** A client of one installation of Waypost. Failures are thrown as `WaypostError`. */
export class Waypost {
  readonly #options: WaypostOptions

  // Written out: the compiler would resolve the types of templates before your app declares them.
  /** Sends a template message. */
  readonly notify: Send<NotifyInput> = send(this, 'POST /v1/whatsapp/notify')
  /** Sends a message of any type. */
  readonly send: Send<SendInput> = send(this, 'POST /v1/send')
  /** Sends a text. */
  readonly sendText: Send<SendTextRequest> = send(this, 'POST /v1/sendText')
  /** Sends a text with a GET request; needs an API key with the scope `send:get`. */
  readonly sendTextByGet = operation(this, 'GET /v1/sendText')
  /** Counts messages. */
  readonly stats = operation(this, 'GET /v1/stats')
  /** The OpenAPI document of the installation. */
  readonly openApi = action(this, 'GET /v1/openapi.json')

  readonly messages
  readonly conversations
  readonly media = media(this)
  readonly sessions = operations.sessions(this)
  readonly contacts = operations.contacts(this)
  readonly templates = operations.templates(this)
  readonly rawWebhooks = operations.rawWebhooks(this)
  readonly endpoints = operations.endpoints(this)
  readonly deliveries = operations.deliveries(this)
  readonly keys = operations.keys(this)
  readonly audit = operations.audit(this)
  readonly settings = operations.settings(this)
  readonly health = operations.health(this)

  /** @throws TypeError for an API key in a browser, and for a server without `baseUrl` */
  constructor(options: WaypostOptions = {}) {
    checkOptions(options)
    this.#options = options
    this.messages = messages(this, options)
    this.conversations = conversations(this, options)
  }

  /** Sends up to 500 messages; each row is answered for itself. */
  batch(rows: readonly BatchRow[], options: SendOptions): Promise<BatchAnswer> {
    return operation(this, 'POST /v1/batch')({ messages: [...rows] }, options)
  }

  /** Any request, with the credentials, retries and errors of the client. */
  request<Answer = unknown>(method: string, path: string, init: ApiRequest = {}): Promise<Answer> {
    return request(this.#options, { ...init, method, path }) as Promise<Answer>
  }
}
