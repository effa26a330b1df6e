import { wait, type RequestOptions, type SendOptions, type WaypostOptions } from './options.ts'
import { retryDelay } from './retry.ts'
import { isWaypostError, WaypostError, type ErrorDetails } from './waypost-error.ts'

/** What a request sends, and how its answer is read. */
export interface ApiRequest extends RequestOptions, Partial<Pick<SendOptions, 'key' | 'respondAsync'>> {
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, with the content type of `headers`. */
  file?: Blob | ArrayBuffer | Uint8Array
  /** Undefined values are left out. */
  query?: object | undefined
  /** Resolves to the `Response` instead of its JSON. */
  raw?: boolean
}

/** A request with its method and path. */
export interface Call extends ApiRequest {
  readonly method: string
  readonly path: string
}

const TIMEOUT_MS = 30_000

/** Sends a request until it succeeds, or until a further attempt would not help. */
export async function request(options: WaypostOptions, call: Call): Promise<unknown> {
  const keyed = call.key === 'random' ? { ...call, key: randomKey() } : call
  const repeatable = call.method !== 'POST' || call.key !== undefined
  let fresh = false
  let renewed = false
  for (let number = 0; ;) {
    call.signal?.throwIfAborted()
    try {
      return await attempt(options, keyed, fresh)
    } catch (error) {
      call.signal?.throwIfAborted()
      if (!isWaypostError(error)) throw error
      fresh = !renewed && error.code === 'UNAUTHORIZED' && options.getToken !== undefined
      if (fresh) {
        renewed = true
        continue
      }
      const delay = retryDelay(error, { number, repeatable, random: Math.random() })
      if (delay === undefined || number++ >= (options.retries ?? 2)) throw error
      await (options.wait ?? wait)(delay, call.signal)
    }
  }
}

/** `crypto.randomUUID` is missing in pages without HTTPS. */
const randomKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')

/** One exchange. @throws WaypostError, or what `signal` was aborted with */
async function attempt(options: WaypostOptions, call: Call, fresh: boolean): Promise<unknown> {
  const headers = await headersOf(options, call, fresh)
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), call.timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS)
  // The type of a body differs between platforms; all of them take these three.
  const file = call.file as Blob | undefined
  const body = file ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
  try {
    const response = await (options.fetch ?? fetch)(urlOf(options, call), {
      method: call.method,
      headers,
      signal: call.signal ? AbortSignal.any([call.signal, timeout.signal]) : timeout.signal,
      ...(body !== undefined && { body }),
    })
    if (response.ok && call.raw === true) return response
    return read(response, await response.text())
  } catch (cause) {
    throw isWaypostError(cause) ? cause : noAnswer(cause, timeout.signal.aborted)
  } finally {
    clearTimeout(timer)
  }
}

function urlOf({ baseUrl = '' }: WaypostOptions, { path, query = {} }: Call): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return baseUrl.replace(/\/+$/, '') + path + (text === '' ? '' : `?${text}`)
}

async function headersOf(
  options: WaypostOptions,
  call: Call,
  fresh: boolean,
): Promise<Record<string, string>> {
  const { token, check } = await credentials(options, fresh)
  return {
    ...(call.body !== undefined && { 'content-type': 'application/json' }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(check && { 'x-firebase-appcheck': check }),
    ...(call.key && { 'idempotency-key': call.key }),
    ...(call.respondAsync && { prefer: 'respond-async' }),
    ...call.headers,
  }
}

async function credentials({ apiKey, getToken, appCheck }: WaypostOptions, fresh: boolean) {
  try {
    const token = apiKey ?? (await getToken?.(fresh))
    const check = await appCheck?.()
    return { token, check: typeof check === 'object' ? check.token : check }
  } catch (cause) {
    throw new WaypostError(
      {
        code: 'SIGN_IN',
        message: 'The sign-in could not be renewed.',
        hint: 'Check the network, or sign in again.',
        retry: 'later',
      },
      { cause },
    )
  }
}

/** The JSON of an answer. @throws WaypostError unless it is a success with JSON */
function read(response: Response, text: string): unknown {
  const answer = parse(text)
  if (response.ok && answer !== undefined) return answer
  const { status, headers } = response
  const seconds = Number(headers.get('retry-after') ?? NaN)
  const retryAfterSeconds = seconds >= 0 ? seconds : undefined
  throw new WaypostError(isErrorAnswer(answer) ? answer : unreadable(status), { status, retryAfterSeconds })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isErrorAnswer = (answer: unknown): answer is ErrorDetails =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'message' in answer

/** A proxy, a platform page, or another site answered. */
const unreadable = (status: number): ErrorDetails => ({
  code: `HTTP_${status}`,
  message: `The answer (HTTP ${status}) is not one of the API.`,
  hint: 'Check baseUrl. If it is right, try again.',
  retry: status === 429 || status >= 500 ? 'later' : 'never',
})

const noAnswer = (cause: unknown, late: boolean): WaypostError =>
  new WaypostError(
    {
      code: late ? 'TIMEOUT' : 'NETWORK',
      message: late ? 'The server did not answer in time.' : 'The server could not be reached.',
      hint: 'Check the network and baseUrl, and try again with the same key.',
      retry: 'later',
    },
    { cause },
  )
