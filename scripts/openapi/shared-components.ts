/** Headers and credentials: said once, used by many operations. */
import { scopes } from '../../functions/src/http/caller.ts'
import { rateLimitHeaderNames } from '../../functions/src/rate-limits/rate-limit-headers.ts'

const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const, examples: [example] },
})

/** Headers of requests. */
export const headerParameters = {
  'Request-Id': {
    in: 'header' as const,
    name: 'Request-Id',
    description:
      'Your id of this request, up to 100 letters, digits and `_ . : -`. It comes back in the answer and stands in the log; without one, or with an odd one, there is a new one.',
    schema: { type: 'string' as const, examples: ['shop-4711:retry.2'] },
  },
  'Idempotency-Key': {
    in: 'header' as const,
    name: 'Idempotency-Key',
    description:
      'Makes a request repeatable: the second one gets the answer to the first, and nothing is sent twice. 1 to 255 printable ASCII characters, for example a UUID.',
    schema: { type: 'string' as const, minLength: 1, maxLength: 255, examples: ['order-1042-shipped'] },
  },
  Prefer: {
    in: 'header' as const,
    name: 'Prefer',
    description: '`respond-async`: do not wait for Meta; the answer is 202 with `queued`.',
    schema: { type: 'string' as const, examples: ['respond-async'] },
  },
}

/** Headers of answers. */
export const answerHeaders = {
  'Request-Id': text(
    'The id of this request: name it when you report a problem.',
    'req_01k9m3v5xq8r7t2w4y6z1a3b5c',
  ),
  'Idempotency-Replayed': text('`true`: the answer to an earlier request with this key.', 'true'),
  'Retry-After': {
    description: 'Seconds to wait before the same request has a chance.',
    schema: { type: 'integer' as const, minimum: 0, examples: [30] },
  },
  'WWW-Authenticate': text('How to say who you are.', 'Bearer'),
  'RateLimit-Policy': text(
    'The quota that counts for you: `q` requests in `w` seconds.',
    '"key";q=1000;w=900',
  ),
  RateLimit: text('What is left of it: `r` requests now, one more in `t` seconds.', '"key";r=997;t=1'),
  'RateLimit-Limit': text('The quota, in the older form.', '1000'),
  'RateLimit-Remaining': text('What is left of it, in the older form.', '997'),
  'RateLimit-Reset': text('Seconds until there is more, in the older form.', '1'),
}

/** The headers of an answer with this status, as references. */
export function responseHeaders(status: number, replays = false) {
  const names = [
    'Request-Id',
    ...(replays ? ['Idempotency-Replayed'] : []),
    ...([409, 429, 503].includes(status) ? ['Retry-After'] : []),
    ...(status === 401 ? ['WWW-Authenticate'] : []),
    ...(status < 300 || status === 429 ? rateLimitHeaderNames : []),
  ]
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

export const securitySchemes = {
  idToken: {
    type: 'http' as const,
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A Firebase ID token of a signed-in user. What they may do follows from their role (`plain`, `sender`, `operator`, `admin`). Where App Check is enforced, the header `X-Firebase-AppCheck` is needed as well.',
  },
  apiKey: {
    type: 'http' as const,
    scheme: 'bearer',
    bearerFormat: 'wp_live_… or wp_test_…',
    description: `An API key of a server. Each operation names the scope it needs, of ${scopes.join(', ')}; \`admin\` stands for all but \`send:get\`.`,
  },
}
