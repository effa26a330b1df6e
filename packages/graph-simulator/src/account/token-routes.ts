/**
 * Token inspection and exchange. Neither needs the messaging scopes.
 * developers.facebook.com/docs/graph-api/reference/debug_token
 */
import { randomBytes } from 'node:crypto'
import type { GraphApp, GraphContext } from '../graph/context.ts'
import { GraphError } from '../graph/graph-error.ts'
import { tokenProblem, unixSeconds, unknownToken, type AccessToken } from './access-token.ts'

const SIXTY_DAYS = 60 * 24 * 3600

export function tokenRoutes(app: GraphApp): void {
  app.get('/debug_token', debugToken)
  app.get('/oauth/access_token', exchangeToken)
}

function debugToken(c: GraphContext): Response {
  const { state, config, clock } = c.var.simulator
  const bearer = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const inspector = bearer ?? c.req.query('access_token')
  const isApp = inspector === `${config.appId}|${config.appSecret}`
  const inspectorToken = inspector === undefined ? undefined : state.tokens.get(inspector)
  if (!isApp && (!inspectorToken || tokenProblem(inspectorToken, clock.now()))) {
    throw new GraphError({
      code: inspector === undefined ? 104 : 190,
      message:
        inspector === undefined
          ? '(#104) An access token is required to request this resource.'
          : 'Invalid OAuth access token.',
    })
  }
  const input = c.req.query('input_token')
  if (input === undefined || input === '') {
    throw new GraphError({ code: 100, message: '(#100) The parameter input_token is required.' })
  }
  const token = state.tokens.get(input)
  if (!token) {
    const { message } = unknownToken()
    return c.json({ data: { error: { code: 190, message }, is_valid: false, scopes: [] } })
  }
  return c.json({ data: inspection(token, clock.now()) })
}

function inspection(token: AccessToken, now: Date): object {
  const problem = tokenProblem(token, now)
  return {
    app_id: token.appId,
    type: token.type,
    application: 'Waypost',
    data_access_expires_at: 0,
    ...(problem && { error: { code: 190, subcode: problem.refusal.subcode, message: problem.message } }),
    expires_at: token.expiresAt,
    is_valid: problem === undefined,
    issued_at: token.issuedAt,
    scopes: token.scopes,
    granular_scopes: token.granularScopes,
    user_id: token.userId,
  }
}

/** `grant_type=fb_exchange_token`: a new 60-day token for one that still lives; the old one lives on until its end. */
function exchangeToken(c: GraphContext): Response {
  const { state, config, clock } = c.var.simulator
  const query = c.req.query()
  if (query['grant_type'] !== 'fb_exchange_token')
    throw new GraphError({ code: 100, message: 'Invalid grant_type: fb_exchange_token is supported here.' })
  if (query['client_id'] !== config.appId)
    throw new GraphError({
      code: 101,
      message: 'Error validating application. Cannot get application info due to a system error.',
    })
  if (query['client_secret'] !== config.appSecret)
    throw new GraphError({ code: 1, message: 'Error validating client secret.' })
  const old = state.tokens.get(query['fb_exchange_token'] ?? '')
  if (!old) throw unknownToken()
  const now = clock.now()
  const problem = tokenProblem(old, now)
  if (problem) throw problem
  const issuedAt = unixSeconds(now)
  const token = `EAAS${randomBytes(48).toString('hex')}`
  state.tokens.set(token, { ...structuredClone(old), token, issuedAt, expiresAt: issuedAt + SIXTY_DAYS })
  return c.json({ access_token: token, token_type: 'bearer', expires_in: SIXTY_DAYS })
}
