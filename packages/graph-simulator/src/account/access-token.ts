/**
 * Access tokens and the refusals of bad ones.
 * Subcodes: developers.facebook.com/docs/graph-api/guides/error-handling (190 and its subcodes)
 */
import { createHmac } from 'node:crypto'
import { GraphError } from '../graph/graph-error.ts'

export const MESSAGING = 'whatsapp_business_messaging'
export const MANAGEMENT = 'whatsapp_business_management'

export interface AccessToken {
  readonly token: string
  appId: string
  type: 'SYSTEM_USER' | 'USER' | 'APP'
  userId: string
  scopes: string[]
  /** WABAs the token may touch, per scope. */
  granularScopes: { scope: string; target_ids?: string[] }[]
  issuedAt: number
  /** Unix seconds; 0 = never. */
  expiresAt: number
  /** Set when the token was killed: the subcode of error 190 (460 password changed, 467 invalidated, 458 app removed …). */
  revokedSubcode?: number
}

/** A system user's token for one WABA, with both WhatsApp scopes, that never expires. */
export function newAccessToken(
  token: string,
  wabaIds: string[],
  identity: { appId: string; now: Date },
): AccessToken {
  return {
    token,
    appId: identity.appId,
    type: 'SYSTEM_USER',
    userId: '122100000000000001',
    scopes: ['business_management', MANAGEMENT, MESSAGING],
    granularScopes: [
      { scope: MANAGEMENT, target_ids: wabaIds },
      { scope: MESSAGING, target_ids: wabaIds },
    ],
    issuedAt: unixSeconds(identity.now),
    expiresAt: 0,
  }
}

/** What is wrong with a token now: the refusal Meta would answer with; undefined when it is good. */
export function tokenProblem(token: AccessToken, now: Date): GraphError | undefined {
  if (token.revokedSubcode !== undefined)
    return tokenRefusal(token.revokedSubcode, revocationMessage(token.revokedSubcode))
  if (token.expiresAt === 0 || unixSeconds(now) < token.expiresAt) return undefined
  const expired = new Date(token.expiresAt * 1000).toUTCString()
  return tokenRefusal(
    463,
    `Error validating access token: Session has expired on ${expired}. The current time is ${now.toUTCString()}.`,
  )
}

/** The refusal for a text that is no token at all. */
export function unknownToken(): GraphError {
  return new GraphError({ code: 190, message: 'Invalid OAuth access token - Cannot parse access token' })
}

/** The refusal for a request without a token. */
export function missingToken(): GraphError {
  return new GraphError({
    code: 200,
    message: 'Provide valid app ID',
    details: 'Send the access token in the header: Authorization: Bearer <token>.',
  })
}

/** Refuses a token without the scope (10) or without access to this WABA (200). */
export function requireAccess(token: AccessToken, scope: string, wabaId: string): void {
  if (!token.scopes.includes(scope)) {
    throw new GraphError({
      code: 10,
      message: '(#10) Application does not have permission for this action',
      details: `The access token lacks the permission ${scope}.`,
    })
  }
  const targets = token.granularScopes.find((granular) => granular.scope === scope)?.target_ids
  if (targets && !targets.includes(wabaId)) {
    throw new GraphError({
      code: 200,
      message: '(#200) You do not have the necessary permissions to access this WhatsApp Business Account',
      details: `Assign the WhatsApp Business Account ${wabaId} to the system user of this token.`,
    })
  }
}

/** `appsecret_proof`: hex HMAC-SHA256 of the token (or `token|time`, valid 5 minutes) with the app secret. */
export function requireProof(
  token: string,
  query: URLSearchParams,
  app: { secret: string; required: boolean; now: Date },
): void {
  const proof = query.get('appsecret_proof')
  if (proof === null) {
    if (app.required) throw proofRefusal('API calls from the server require an appsecret_proof argument')
    return
  }
  const time = query.get('appsecret_time')
  const signed = time === null ? token : `${token}|${time}`
  const isFresh = time === null || Math.abs(unixSeconds(app.now) - Number(time)) <= 300
  const expected = createHmac('sha256', app.secret).update(signed).digest('hex')
  if (proof !== expected || !isFresh)
    throw proofRefusal('Invalid appsecret_proof provided in the API argument')
}

export function unixSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

function proofRefusal(message: string): GraphError {
  return new GraphError({ code: 100, message, type: 'GraphMethodException' })
}

function tokenRefusal(subcode: number, message: string): GraphError {
  return new GraphError({ code: 190, subcode, message })
}

function revocationMessage(subcode: number): string {
  const reasons = new Map([
    [458, 'The user has not authorized application.'],
    [459, 'The user is checkpointed and must log in again.'],
    [
      460,
      'The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
    ],
    [464, 'The session is invalid because the user is not a confirmed user.'],
    [467, 'The session is invalid because the user logged out.'],
    [492, 'The session is invalid because the user lost the role in the application.'],
  ])
  return `Error validating access token: ${reasons.get(subcode) ?? 'The session is invalid.'}`
}
