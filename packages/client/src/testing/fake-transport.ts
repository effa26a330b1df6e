/** A transport with scripted answers: tests an app without a server. */
import type { ErrorAnswer, ErrorCode, Operations } from '../generated/api-types.ts'
import { Waypost } from '../waypost.ts'
import type { WaypostOptions } from '../options.ts'

/** One answer: a success with `body`, unless `status` says otherwise. */
export interface FakeAnswer {
  status?: number
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown
  headers?: Record<string, string>
}

/** An answer, a failure of the network, or a function of the request. */
export type Scripted = FakeAnswer | Error | ((request: SentRequest) => FakeAnswer | Promise<FakeAnswer>)

/** A request as the API would have received it. */
export interface SentRequest {
  method: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  /** The parsed JSON; a file as it was sent. */
  body: unknown
}

/** A method and path of the API, such as `GET /v1/messages/{id}`. */
export type FakeRoute = keyof Operations | (string & {})

interface Script {
  readonly pattern: RegExp
  readonly answers: Scripted[]
}

/** Answers requests from a script and records them. */
export class FakeTransport {
  /** All requests so far. */
  readonly requests: SentRequest[] = []
  /** The waits between attempts and polls, in milliseconds. None of them takes time. */
  readonly waits: number[] = []
  #scripts: Script[] = []

  /** The answers to a route, in order; the last one repeats. A later script replaces an earlier one. */
  reply(route: FakeRoute, ...answers: [Scripted, ...Scripted[]]): this {
    const source = route.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '[^/]+')
    this.#scripts.unshift({ pattern: new RegExp(`^${source}$`), answers })
    return this
  }

  /** For `fetch` of the client's options. */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    init.signal?.throwIfAborted()
    const request = recordOf(input instanceof Request ? input.url : String(input), init)
    this.requests.push(request)
    const scripted = this.#next(`${request.method} ${request.path}`)
    const answer = typeof scripted === 'function' ? await scripted(request) : scripted
    init.signal?.throwIfAborted()
    if (answer instanceof Error) throw answer
    const { status = 200, body = {}, headers = {} } = answer
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
  }

  /** For `wait` of the client's options. */
  readonly wait = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    this.waits.push(milliseconds)
    // A real wait lets other work run, and so does this one.
    await new Promise((resolve) => setTimeout(resolve))
    signal?.throwIfAborted()
  }

  #next(route: string): Scripted {
    const script = this.#scripts.find(({ pattern }) => pattern.test(route))
    if (!script) return notScripted(route)
    const [answer, ...others] = script.answers
    if (others.length > 0) script.answers.shift()
    return answer ?? {}
  }
}

const notScripted = (route: string): FakeAnswer => ({
  status: 501,
  body: { code: 'NOT_SCRIPTED', message: `No answer is scripted for ${route}.`, retry: 'never' },
})

function recordOf(address: string, init: RequestInit): SentRequest {
  const url = new URL(address, 'https://waypost.test')
  const { body } = init
  const headers = new Headers(init.headers)
  const isJson = typeof body === 'string' && headers.get('content-type') === 'application/json'
  return {
    method: init.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    body: isJson ? JSON.parse(body) : body,
  }
}

/** A client that talks to a fake transport. */
export function createTestClient(options: WaypostOptions = {}): {
  waypost: Waypost
  transport: FakeTransport
} {
  const transport = new FakeTransport()
  const { fetch, wait } = transport
  const waypost = new Waypost({ baseUrl: 'https://waypost.test', fetch, wait, ...options })
  return { waypost, transport }
}

/** An error answer of the API. */
export const errorAnswer = (
  code: ErrorCode,
  { status = 400, ...more }: Partial<ErrorAnswer> & { status?: number } = {},
): FakeAnswer => ({
  status,
  body: {
    code,
    error: code,
    message: code,
    hint: '',
    retry: 'never',
    docs: `errors#${code.toLowerCase().replaceAll('_', '-')}`,
    requestId: 'req_test',
    ...more,
  },
})
