import type { KernelServices } from '../kernel/kernel-services.ts'
import type { AuditServices } from '../audit/record-audit-action.ts'
import { isWaypostError, parseRequest, WaypostError } from '@waypost/contract'
import { getRequestListener } from '@hono/node-server'
import { onRequest, type HttpsOptions } from 'firebase-functions/v2/https'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import { authenticateAndLimit, consumeItems, type AuthenticateAndLimitNeeds } from '../auth/admit.ts'
import { requiresApiKey, type Caller } from '../http/caller.ts'
import { authorize } from '../auth/authorize.ts'
import { clientIp } from '../rate-limits/client-ip.ts'
import { auditOperatorAction } from '../audit/audit-operator-action.ts'
import { rateLimitHeaderNames } from '../rate-limits/rate-limit-headers.ts'
import { MAX_BODY_BYTES, type Route, type PublicRequest, type RouteAnswer } from '../http/route.ts'
import { errorResponse } from '../http/error-answer.ts'
import { requestIdOf } from '../http/request-id.ts'
import { restoreBodyHeaders } from '../http/body-headers.ts'
import { readQuery } from '../http/read-query.ts'
import { readJsonBody, refuseCompressedBody } from '../http/read-json-body.ts'
import { readUploadedFile } from '../http/uploaded-file.ts'

export interface ApiNeeds extends AuthenticateAndLimitNeeds, Pick<KernelServices, 'ids' | 'log'> {
  routes: readonly Route[]
  /** Where acts of operators are recorded. */
  acts: Pick<KernelServices & AuditServices, 'recordAuditAction' | 'alert' | 'clock'>
  /** Origins whose pages may call; empty: none. */
  corsOrigins: readonly string[]
  /** Empty: the API's own pages. */
  docsUrl: string
}

/** The function `api`: everything under `/v1`. */
export const apiFunction = (options: HttpsOptions, needs: () => Promise<ApiNeeds>) => {
  let listener: Promise<ReturnType<typeof getRequestListener>> | undefined
  return onRequest(options, async (request, response) => {
    listener ??= needs().then((ready) => getRequestListener(createApp(ready).fetch))
    restoreBodyHeaders(request)
    await (
      await listener
    )(request, response)
  })
}

type Variables = { requestId: string; caller: Caller | undefined }
type ApiContext = Context<{ Variables: Variables }>

/** The API as a Hono app: what surrounds every route, then the routes. */
export function createApp(needs: ApiNeeds): Hono<{ Variables: Variables }> {
  const app = new Hono<{ Variables: Variables }>()
  app.use(async (c, next) => {
    c.set('requestId', requestIdOf(c.req.header('request-id'), needs.ids))
    await next()
    c.header('request-id', c.get('requestId'))
    for (const [name, value] of Object.entries(defaultHeaders))
      if (!c.res.headers.has(name)) c.header(name, value)
  })
  app.use(secureHeaders({ xFrameOptions: 'DENY' }))
  app.use(
    cors({
      origin: originCheck(needs),
      exposeHeaders,
      allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
      maxAge: 3600,
    }),
  )
  for (const route of needs.routes)
    app.on(
      route.method,
      route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      authenticateRoute(route, needs),
      refuseCompressed,
      limitOf(route),
      (c) => serve(route, c, needs),
    )
  app.all('*', authenticateRoute(unmatchedRoute, needs), (c) => {
    throw unknownPath(c, needs.routes)
  })
  app.onError((thrown, c) => answerError(thrown, c, needs))
  return app
}

/** An answer is not for caches, and loads nothing where it is shown. */
const defaultHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
}

/** Requests that match no route are rate-limited by address, like public ones. */
const unmatchedRoute = { access: 'public' } as const

/** Before a body is read: who calls, and whether within the limit. */
const authenticateRoute =
  (route: Pick<Route, 'access' | 'role' | 'reach'>, needs: ApiNeeds) =>
  async (c: ApiContext, next: () => Promise<void>): Promise<void> => {
    const caller = await authenticateAndLimit(
      {
        isPublic: route.access === 'public',
        header: (name) => c.req.header(name),
        addHeader: (name, value) => c.header(name, value),
      },
      needs,
    )
    if (caller) authorize(route, caller)
    c.set('caller', caller)
    await next()
  }

const refuseCompressed = async (c: ApiContext, next: () => Promise<void>): Promise<void> => {
  refuseCompressedBody(c.req.header('content-encoding'))
  await next()
}

const limitOf = ({ maxBodyBytes = MAX_BODY_BYTES }: Route) =>
  bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw new WaypostError('PAYLOAD_TOO_LARGE')
    },
  })

const exposeHeaders = [
  'Request-Id',
  'Retry-After',
  'Idempotency-Replayed',
  'Content-Disposition',
  'Content-Range',
  ...rateLimitHeaderNames,
]

/** Pages of allowed origins may call for their users; a key belongs into no page, so what is for keys alone is closed to all. */
const originCheck =
  ({ corsOrigins, routes }: ApiNeeds) =>
  (origin: string, c: Context): string | null => {
    const method = c.req.header('access-control-request-method') ?? c.req.method
    const isForKeys = routes.some(
      (route) =>
        requiresApiKey(route.access) &&
        route.method === method.replace('HEAD', 'GET') &&
        shapeOf(route.path).test(c.req.path),
    )
    return !isForKeys && (corsOrigins.includes('*') || corsOrigins.includes(origin)) ? origin : null
  }

const shapeOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

async function serve(route: Route, c: ApiContext, needs: ApiNeeds): Promise<Response> {
  // The router answers HEAD with the route of GET; here that would send a message.
  if (c.req.method === 'HEAD' && requiresApiKey(route.access)) throw unknownPath(c, needs.routes)
  const header = (name: string): string | undefined => c.req.header(name)
  const request: PublicRequest = {
    params: c.req.param(),
    query: route.query && parseRequest(route.query, readQuery(c.req.url)),
    body: route.body && parseRequest(route.body, await readJsonBody(c.req)),
    header,
    file: () => readUploadedFile(c.req),
    requestId: c.get('requestId'),
    ip: clientIp(header),
    origin: originOf(c),
    docsUrl: docsUrlOf(c, needs),
    addHeader: (name, value) => c.header(name, value),
  }
  const { addHeader } = request
  await consumeItems(c.get('caller'), route.countItems?.(request.body) ?? 1, { addHeader, needs })
  const answer = await handle(route, request, { caller: c.get('caller'), acts: needs.acts })
  // Who asks for the headers alone reads no stream: it is closed, not left open.
  if (c.req.method !== 'HEAD' || !(answer.body instanceof ReadableStream)) return answerWith(answer, c)
  await answer.body.cancel()
  return answerWith({ ...answer, body: '' }, c)
}

/** Adds the caller where the route has one. */
function handle(
  route: Route,
  request: PublicRequest,
  {
    caller,
    acts,
  }: {
    caller: Caller | undefined
    acts: Pick<KernelServices & AuditServices, 'recordAuditAction' | 'alert' | 'clock'>
  },
): Promise<RouteAnswer> {
  if (route.access === 'public') return route.handle(request)
  if (!caller) throw new Error(`${route.path} was reached without authentication`)
  return auditOperatorAction(route, { ...request, caller }, acts)
}

const isBytes = (body: unknown): body is ReadableStream | Uint8Array<ArrayBuffer> =>
  body instanceof ReadableStream || body instanceof Uint8Array

function answerWith({ body, headers = {}, ...answer }: RouteAnswer, c: ApiContext): Response {
  // Hono knows statuses by name; a route has any number.
  const status = answer.status as 200
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  if (isBytes(body)) return c.body(body, status)
  if (typeof body !== 'string') return c.json(body as object, status)
  return headers['content-type'] === undefined ? c.html(body, status) : c.body(body, status)
}

/** Where this API explains itself, seen from the caller. */
const docsUrlOf = (c: ApiContext, { docsUrl }: ApiNeeds): string =>
  docsUrl === '' ? `${originOf(c)}/v1/docs/` : docsUrl

/** Where the caller found us, as the front end passed it on. */
function originOf(c: ApiContext): string {
  const host = c.req.header('x-forwarded-host') ?? c.req.header('host') ?? 'localhost'
  const scheme = c.req.header('x-forwarded-proto')?.split(',')[0] ?? 'http'
  return `${scheme}://${host}`
}

function unknownPath(c: ApiContext, routes: readonly Route[]): WaypostError {
  const methods = routes.filter(({ path }) => shapeOf(path).test(c.req.path)).map(({ method }) => method)
  if (methods.length === 0)
    return new WaypostError('NOT_FOUND', { message: `There is nothing at ${c.req.path.slice(0, 200)}.` })
  c.header('allow', methods.join(', '))
  return new WaypostError('METHOD_NOT_ALLOWED', {
    message: `${c.req.path.slice(0, 200)} answers to ${methods.join(', ')}.`,
  })
}

function answerError(thrown: unknown, c: ApiContext, needs: ApiNeeds): Response {
  const requestId = c.get('requestId')
  const problem = errorResponse(thrown, requestId, docsUrlOf(c, needs))
  if (problem.status >= 500 && !isWaypostError(thrown))
    needs.log.error(
      'request.failed',
      {
        requestId,
        path: c.req.path,
      },
      thrown,
    )
  for (const [name, value] of Object.entries({ ...problem.headers, 'request-id': requestId }))
    c.header(name, value)
  return c.json(problem.body, problem.status as 400)
}
