import { lookup as lookUp, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, request, type Dispatcher } from 'undici'
import type { PostWebhook } from './post-webhook.ts'
import { addressFault, urlFault, type AddressRules } from './public-address.ts'

/** All of an attempt, the answer included. */
const TIMEOUT_MS = 10_000
const MAX_RESPONSE_BYTES = 64 * 1024
const LOGGED_BYTES = 2048

/** Looks a name up as the system does; another one in tests. */
export type LookUp = typeof lookUp

/** An address, or a name that leads to one, that nothing is posted to. */
class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError'
}

/**
 * Posts over HTTPS with an agent of its own. Addresses are judged where connections are made: names after they were
 * looked up (the address judged is the one connected to, so a name cannot change its mind in between), literal
 * addresses by an interceptor, since those are never looked up.
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

/** Refuses a name if any of its addresses is not public: nobody chooses which one is taken. */
const guardedLookup =
  (rules: AddressRules, lookup: LookUp): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return void callback(error, '', 0)
      const fault = found.map(({ address }) => addressFault(address, rules)).find((one) => one !== null)
      const [first] = found
      if (fault !== undefined || !first)
        return void callback(
          new ForbiddenAddressError(
            `${hostname} leads to an address that is not posted to: ${fault ?? 'none'}`,
          ),
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

/** `net.connect` looks no literal address up, so it is judged here. */
const literalGuard =
  (rules: AddressRules): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    const fault = urlFault(String(options.origin ?? ''), rules)
    if (fault !== null) throw new ForbiddenAddressError(fault)
    return dispatch(options, handler)
  }

/** Reads no more than anybody needs, and lets go of the rest. */
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

/** Why there was no answer, for whoever runs the endpoint. */
function describeError(error: unknown): string {
  const { name, code, message } = causeOf(error)
  if (name === 'ForbiddenAddressError') return message
  if (name === 'TimeoutError' || /TIMEOUT|TIMEDOUT/.test(code ?? ''))
    return 'It did not answer within 10 seconds.'
  return errorDescriptions[code ?? ''] ?? `The connection failed: ${code ?? message}.`
}

const errorDescriptions: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused: nothing listens there.',
  ECONNRESET: 'It closed the connection before it answered.',
  UND_ERR_SOCKET: 'It closed the connection before it answered.',
  ENOTFOUND: 'Its name is not known: check the address.',
  EAI_AGAIN: 'Its name could not be looked up.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by nobody we know.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate is incomplete: the chain is missing.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name.',
}

/** Several addresses tried are several errors in one: the first tells. */
function causeOf(error: unknown): { name?: string; code?: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0])
  if (error instanceof Error) return error
  return { message: String(error) }
}
