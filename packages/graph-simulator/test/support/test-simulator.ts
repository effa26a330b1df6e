/** A simulator and a webhook receiver for one test, both over real HTTP. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { startGraphSimulator, type GraphSimulator, type GraphSimulatorOptions } from '../../src/index.ts'

export const APP_SECRET = 'app secret of the test'
export const TOKEN = 'EAAtest'
export const WABA = '104000000000001'
export const PHONE = '106000000000001'

export interface HookCall {
  readonly headers: IncomingHttpHeaders
  readonly raw: Buffer
  readonly body: Envelope
  readonly method: string
  readonly url: string
}

export interface Envelope {
  object: string
  entry: { id: string; changes: { field: string; value: Value }[] }[]
}

/** The members a test looks into; anything else can be read by its name. */
export interface Value {
  metadata?: { display_phone_number: string; phone_number_id: string }
  contacts?: Record<string, unknown>[]
  messages?: Record<string, unknown>[]
  statuses?: Status[]
  [other: string]: unknown
}

export interface Status {
  id: string
  status: string
  timestamp: string
  recipient_id?: string
  errors?: { code: number; title: string; error_data: { details: string } }[]
  [other: string]: unknown
}

export interface TestSimulator {
  readonly simulator: GraphSimulator
  readonly hooks: HookCall[]
  /** What the receiver answers from now on. */
  answer: (call: HookCall) => { status: number; body?: string }
  graph(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Sends a message of the test's phone number; messaging_product is added. */
  send(body: object): Promise<Answer>
  control(method: string, path: string, body?: unknown): Promise<Answer>
  /** All statuses that arrived, in order of arrival. */
  statuses(): Status[]
  /** All values of a webhook field, in order of arrival. */
  values(field: string): Value[]
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}

/** The members of an answer the tests look into; anything else can be read by its name. */
export interface Json {
  error?: {
    code: number
    message: string
    type: string
    error_subcode?: number
    error_data?: { details: string }
    fbtrace_id: string
  }
  messages?: { id: string; message_status?: string }[]
  contacts?: Record<string, unknown>[]
  data?: Record<string, unknown>[]
  paging?: { cursors: { before: string; after: string }; next?: string }
  [other: string]: unknown
}

/** The message id of an accepted send. */
export function wamidOf({ json }: Answer): string {
  return json.messages?.[0]?.id ?? `not accepted: ${JSON.stringify(json)}`
}

/** Starts both; they end with the test. Statuses come at once unless the options say otherwise. */
export async function startTestSimulator(
  options: Partial<GraphSimulatorOptions> = {},
): Promise<TestSimulator> {
  const hooks: HookCall[] = []
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const call = hookCall(request.method ?? '', request.url ?? '', {
        headers: request.headers,
        raw: Buffer.concat(chunks),
      })
      hooks.push(call)
      const { status, body } = play.answer(call)
      response.writeHead(status).end(body)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const simulator = await startGraphSimulator({
    port: 0,
    appSecret: APP_SECRET,
    verifyToken: 'verify me',
    accessToken: TOKEN,
    wabaId: WABA,
    phoneNumberId: PHONE,
    statusDelayMs: 0,
    webhookUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/whatsapp`,
    ...options,
  })
  onTestFinished(() => closeAll(simulator, receiver))
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(simulator.url + path, { method, headers, body })
  const play: TestSimulator = {
    simulator,
    hooks,
    answer: () => ({ status: 200 }),
    graph: (method, path, body, headers) =>
      call(method, path, body, { authorization: `Bearer ${TOKEN}`, ...headers }),
    send: (body) =>
      play.graph('POST', `/v26.0/${PHONE}/messages`, { messaging_product: 'whatsapp', ...body }),
    control: (method, path, body) => call(method, `/_simulator${path}`, body),
    statuses: () => play.values('messages').flatMap((value) => value.statuses ?? []),
    values: (field) =>
      hooks.flatMap(({ body }) =>
        body.entry.flatMap(({ changes }) =>
          changes.filter((change) => change.field === field).map(({ value }) => value),
        ),
      ),
  }
  // One POST at a time, so that webhooks arrive in the order of events: tests about disorder ask for it.
  await play.control('POST', '/settings', { delivery: { concurrency: 1 } })
  return play
}

/** The signature a receiver computes: over the bytes, with an independent call of HMAC. */
export function expectedSignature(raw: Buffer): string {
  return `sha256=${createHmac('sha256', APP_SECRET).update(raw).digest('hex')}`
}

function hookCall(
  method: string,
  url: string,
  { headers, raw }: { headers: IncomingHttpHeaders; raw: Buffer },
): HookCall {
  let body: Envelope = { object: '', entry: [] }
  try {
    body = JSON.parse(raw.toString()) as Envelope
  } catch {
    // A verification request or a raw post that is not JSON on purpose.
  }
  return { method, url, headers, raw, body }
}

async function ask(
  url: string,
  request: { method: string; headers: Record<string, string>; body: unknown },
): Promise<Answer> {
  const { method, headers, body } = request
  const isPlain = typeof body === 'string' || body instanceof FormData || body === undefined
  const response = await fetch(url, {
    method,
    headers: isPlain ? headers : { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: isPlain ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as Json) : {},
  }
}

async function closeAll(simulator: GraphSimulator, receiver: Server): Promise<void> {
  await simulator.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
}
