/** Proxies a request to a function, byte for byte in both directions. */
import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'

/** Connection-specific headers (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
]

const agent = new Agent({ keepAlive: true })

/** Forwards to `target` and streams the answer back; 502 when the function cannot be reached. */
export function forward(request: IncomingMessage, response: ServerResponse, target: string): void {
  const options = { method: request.method, headers: forwardedHeaders(request), agent }
  const onward = httpRequest(target, options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers))
    answer.pipe(response)
  })
  onward.on('error', (error) => {
    if (response.headersSent) response.destroy()
    else
      response
        .writeHead(502, { 'content-type': 'text/plain' })
        .end(`The function did not answer: ${error.message}\n`)
  })
  response.once('close', () => onward.destroy())
  request.pipe(onward)
}

function forwardedHeaders(request: IncomingMessage): IncomingHttpHeaders {
  const { cookie, host, ...headers } = withoutHopByHop(request.headers)
  const session = cookie?.split(/; */).find((pair) => pair.startsWith('__session='))
  const remote = request.socket.remoteAddress
  return {
    ...headers,
    host,
    // Firebase Hosting passes on no other cookie: https://firebase.google.com/docs/hosting/manage-cache#using_cookies
    ...(session !== undefined && { cookie: session }),
    'x-forwarded-for': [request.headers['x-forwarded-for'], remote].filter(Boolean).join(', '),
    'x-forwarded-host': host,
    'x-forwarded-proto': 'http',
  }
}

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)))
}
