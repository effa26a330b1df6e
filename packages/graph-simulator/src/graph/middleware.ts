/** Middleware of every Graph request: log, version, token, errors, headers. */
import type { Context, MiddlewareHandler, Next } from 'hono'
import { missingToken, requireProof, tokenProblem, unknownToken } from '../account/access-token.ts'
import { appendBounded } from '../bounded-log.ts'
import { newTraceId } from '../ids.ts'
import type { GraphRequest } from '../messages/received-message.ts'
import type { SimulatorContext } from '../simulator-state.ts'
import type { GraphContext, GraphEnv } from './context.ts'
import { errorBody, GraphError, refusalStatus } from './graph-error.ts'
import { setGraphHeaders } from './response-headers.ts'
import { servingVersion, splitVersion } from './version.ts'

const MAX_LOGGED_REQUESTS = 100_000

/** Gives each request its id and version, answers unknown versions, and writes the log. */
export function envelopeOf(simulator: SimulatorContext): MiddlewareHandler<GraphEnv> {
  return async (c, next) => {
    const startedAt = performance.now()
    const at = simulator.clock.now()
    const requestId = newTraceId()
    const requested = splitVersion(new URL(c.req.url).pathname).version
    const version = servingVersion(requested, at)
    c.set('simulator', simulator)
    c.set('requestId', requestId)
    c.set('version', version ?? requested ?? '')
    if (version === undefined) c.res = refusalAnswer(c, unknownVersion(c))
    else await next()
    if (c.var.instead === undefined) await setGraphHeaders(c)
    const request: GraphRequest = {
      requestId,
      at: at.toISOString(),
      method: c.req.method,
      path: new URL(c.req.url).pathname,
      query: withoutSecrets(c.req.query()),
      version: c.var.version,
      ...(c.var.body !== undefined && { body: c.var.body }),
      httpStatus: c.var.instead === 'cut' ? 0 : c.res.status,
      ...(c.var.errorCode !== undefined && { code: c.var.errorCode }),
      tookMs: Math.round(performance.now() - startedAt),
    }
    simulator.state.totals.requests += 1
    appendBounded(simulator.state.requests, request, {
      most: Math.min(simulator.config.logLimit, MAX_LOGGED_REQUESTS),
    })
  }
}

/** Requires a valid access token: `Authorization: Bearer …` (or `access_token`, as Graph allows). */
export async function requireToken(c: GraphContext, next: Next): Promise<void> {
  const { simulator } = c.var
  const header = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const text = header ?? c.req.query('access_token')
  if (text === undefined) throw missingToken()
  const token = simulator.state.tokens.get(text.trim())
  if (!token) throw unknownToken()
  const problem = tokenProblem(token, simulator.clock.now())
  if (problem) throw problem
  requireProof(token.token, new URL(c.req.url).searchParams, {
    secret: simulator.config.appSecret,
    required: simulator.state.settings.requireAppSecretProof,
    now: simulator.clock.now(),
  })
  c.set('token', token)
  await next()
}

/** Turns a thrown refusal into Meta's error answer; anything else is a fault of the simulator and says so. */
export function onGraphError(error: Error, c: Context<GraphEnv>): Response {
  if (error instanceof GraphError) return refusalAnswer(c, error)
  c.var.simulator.log(`fault in the simulator: ${error.stack ?? error.message}`)
  return refusalAnswer(
    c,
    new GraphError({ code: 131000, details: `Fault in the simulator: ${error.message}` }),
  )
}

/** The answer for a path or an object that does not exist. */
export function unknownObject(id: string, method: string): GraphError {
  return new GraphError({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing ` +
      'permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api',
  })
}

function refusalAnswer(c: GraphContext, error: GraphError): Response {
  const { code, retryAfterSeconds, regainAccessMinutes } = error.refusal
  c.set('errorCode', code)
  if (regainAccessMinutes !== undefined) c.set('regainAccessMinutes', regainAccessMinutes)
  const headers = new Headers({ 'content-type': 'application/json; charset=UTF-8' })
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
  const status = refusalStatus(error.refusal)
  if (status === 401)
    headers.set('www-authenticate', `OAuth "Facebook Platform" "invalid_token" "${error.message}"`)
  return new Response(JSON.stringify(errorBody(error, c.var.requestId)), { status, headers })
}

function unknownVersion(c: GraphContext): GraphError {
  return new GraphError({
    code: 2500,
    message: `Unknown path components: ${new URL(c.req.url).pathname.replace(/\/$/, '')}`,
  })
}

function withoutSecrets(query: Readonly<Record<string, string>>): Record<string, string> {
  const secret = /token|secret|proof|hash/
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, secret.test(key) ? '…' : value]),
  )
}
