import { request, type Dispatcher } from 'undici'
import { asNonEmptyString, asObject } from '../kernel/untrusted-json.ts'
import { failureFromResponse, type GraphFailure } from './graph-error.ts'

export interface GraphRequest {
  readonly token: string
  readonly timeoutMs?: number
  /** Of several requests, instead of `timeoutMs`. */
  readonly signal?: AbortSignal
  readonly method?: 'GET' | 'POST'
  readonly query?: Readonly<Record<string, string | number>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly dispatcher?: Dispatcher
}

/** No answer came. */
export interface GraphUnreachable {
  /** Says so, for people; without the error's own text, which may hold the address and with it a token. */
  readonly unreachable: string
  /** Like `ECONNREFUSED`. */
  readonly code: string
}

const TIMEOUT_MS = 10_000

/** One request to Meta. Redirects and errors are answers; never throws for what Meta or the network does. */
export async function requestGraph(
  url: string,
  {
    token,
    timeoutMs = TIMEOUT_MS,
    signal = AbortSignal.timeout(timeoutMs),
    headers,
    ...options
  }: GraphRequest,
): Promise<{ readonly response: Dispatcher.ResponseData } | GraphUnreachable> {
  try {
    const authorization = `Bearer ${token}`
    return { response: await request(url, { ...options, headers: { ...headers, authorization }, signal }) }
  } catch (error) {
    return unreachable(error)
  }
}

/** The same, read: the text of a 200, or why there is none. */
export async function readGraph(
  url: string,
  options: GraphRequest,
): Promise<{ readonly text: string } | { readonly failure: GraphFailure } | GraphUnreachable> {
  const asked = await requestGraph(url, options)
  if (!('response' in asked)) return asked
  const { statusCode, headers, body } = asked.response
  try {
    const text = await body.text()
    return statusCode === 200 ? { text } : { failure: failureFromResponse(statusCode, headers, text) }
  } catch (error) {
    return unreachable(error)
  }
}

export function unreachable(error: unknown): GraphUnreachable {
  const { code: ofSystem, name } = asObject(error)
  const code = asNonEmptyString(ofSystem) ?? asNonEmptyString(name) ?? 'no answer'
  return { unreachable: `Meta could not be reached (${code}).`, code }
}
