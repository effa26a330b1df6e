import { lookup as lookUp, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, request, type Dispatcher } from 'undici'
import type { PostWebhook } from './post-webhook.ts'
import { addressFault, urlFault, type AddressRules } from './public-address.ts'

/** Limit of one attempt, the response included. */
const TIMEOUT_MS = 10_000
const MAX_RESPONSE_BYTES = 64 * 1024
const LOGGED_BYTES = 2048

/** Resolves a host name; tests hand in their own. */
export type LookUp = typeof lookUp

/** The URL, or a host name that resolves to it, is not public. */
class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError'
}

/**
 * Posts over HTTPS with its own agent. Addresses are checked where the connection is made: host names after they are
 * resolved (the address checked is the one connected to, so DNS rebinding has no effect), literal addresses by an
 * interceptor, because Node does not resolve those.
 */
export function postOverHttp(rules: AddressRules, lookup: LookUp = lookUp): PostWebhook {
  const agent = new Agent({
    connect: { lookup: guardedLookup(rules, lookup), timeout: TIMEOUT_MS },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    maxHeaderSize: 16 * 1024,
  }).compose(literalGuard(rules))
  return async (url, { headers, body }) => {
    const begunAt = performance.now()
    const durationMs = (): number => Math.round(performance.now() - begunAt)
    try {
      const response = await request(url, {
        method: 'POST',
        headers,
        body,
        dispatcher: agent,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      const { text, tooLong } = await readPrefix(response.body)
      const { 'retry-after': retryAfter } = response.headers
      return {
        kind: 'answered',
        status: response.statusCode,
        retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
        text,
        tooLong,
        durationMs: durationMs(),
      }
    } catch (error) {
      return { kind: 'failed', because: describeError(error), durationMs: durationMs() }
    }
  }
}

/** Refuses a name if any of its addresses is not public: the caller of `lookup` chooses which one it connects to. */
const guardedLookup =
  (rules: AddressRules, lookup: LookUp): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return void callback(error, '', 0)
      const [first] = found
      if (!first || found.some(({ address }) => addressFault(address, rules) !== null))
        // Without the address: the owner of the endpoint would learn what our network resolves the name to.
        return void callback(
          new ForbiddenAddressError(`${hostname} does not resolve to a public address.`),
          '',
          0,
        )
      answer(found, first, { all: options.all === true, callback })
    })
  }

function answer(
  found: LookupAddress[],
  first: LookupAddress,
  { all, callback }: { all: boolean; callback: Parameters<LookupFunction>[2] },
): void {
  if (all) callback(null, found)
  else callback(null, first.address, first.family)
}

/** `net.connect` does not resolve literal addresses, so they are checked here. */
const literalGuard =
  (rules: AddressRules): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    const fault = urlFault(String(options.origin ?? ''), rules)
    if (fault !== null) throw new ForbiddenAddressError(fault)
    return dispatch(options, handler)
  }

/** Reads up to `MAX_RESPONSE_BYTES` and drops the rest. */
async function readPrefix(
  body: Dispatcher.ResponseData['body'],
): Promise<{ text: string; tooLong: boolean }> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of body as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes <= MAX_RESPONSE_BYTES) pieces.push(piece)
    else break
  }
  const text = Buffer.concat(pieces).subarray(0, LOGGED_BYTES).toString('utf8')
  return { text, tooLong: bytes > MAX_RESPONSE_BYTES }
}

/**
 * Explains to the owner of the endpoint why there was no answer. A closed set of sentences: the messages of errors
 * name addresses of our network.
 */
function describeError(error: unknown): string {
  const cause = causeOf(error)
  if (cause instanceof ForbiddenAddressError) return cause.message
  const { name, code = '' } = cause
  if (name === 'TimeoutError' || /TIMEOUT|TIMEDOUT/.test(code)) return 'No answer within 10 seconds.'
  return errorDescriptions[code] ?? `The connection failed${/^[A-Z][A-Z_]+$/.test(code) ? `: ${code}` : ''}.`
}

const errorDescriptions: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused: no server listens on that port.',
  ECONNRESET: 'The server closed the connection before it answered.',
  UND_ERR_SOCKET: 'The server closed the connection before it answered.',
  ENOTFOUND: 'The host name does not exist: check the URL.',
  EAI_AGAIN: 'The host name could not be resolved.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate chain is incomplete.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host name.',
}

/** Node tries several addresses of a name and throws one error for all: the first one is shown. */
function causeOf(error: unknown): { name?: string; code?: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0])
  return error instanceof Error ? error : {}
}
