import { asObject, parseJson, asNonEmptyString, type JsonObject } from '../kernel/untrusted-json.ts'
import { fingerprintOf, type TokenStatus } from '../sessions/access-token.ts'
import { failureFromResponse } from './graph-error.ts'

/** What sending (`messaging`) and reading templates, numbers and subscriptions (`management`) need. */
export const requiredPermissions = ['whatsapp_business_messaging', 'whatsapp_business_management'] as const

export interface InspectedToken {
  readonly token: string
  /** The WhatsApp Business Account it has to reach; empty: not asked. */
  readonly wabaId: string
}

/**
 * Reads an answer of `debug_token`. A refusal that says the token itself is dead (190, 102, 0 …) is an answer
 * too, because a token may be asked about itself.
 * https://developers.facebook.com/docs/graph-api/reference/debug_token
 * @returns null for a refusal that says nothing about the token
 */
export function parseTokenInspection(
  answer: { status: number; text: string },
  inspected: InspectedToken,
): TokenStatus | null {
  const data = asObject(asObject(parseJson(answer.text))['data'])
  if (answer.status === 200 && typeof data['is_valid'] === 'boolean') return tokenStatus(data, inspected)
  const failure = failureFromResponse(answer.status, {}, answer.text)
  if (failure.code === undefined || !deadTokenCodes.has(failure.code)) return null
  return {
    ...emptyTokenStatus(inspected.token),
    state: 'invalid',
    reason: withoutToken(failure.message ?? 'It was refused.', inspected.token),
  }
}

/** A token whose status is unknown. */
export const unknownTokenStatus = (token: string, reason: string): TokenStatus => ({
  ...emptyTokenStatus(token),
  state: 'unknown',
  reason: withoutToken(reason, token),
})

/** Meta's codes for an invalid token. */
const deadTokenCodes = new Set([0, 102, 190])

const emptyTokenStatus = (token: string) => ({ fingerprint: fingerprintOf(token), missingPermissions: [] })

function tokenStatus(data: JsonObject, { token, wabaId }: InspectedToken): TokenStatus {
  const isValid = data['is_valid'] === true
  const scopes = textsOf(data['scopes'])
  const reason = asNonEmptyString(asObject(data['error'])['message'])
  return withoutAbsent({
    state: isValid ? 'valid' : 'invalid',
    fingerprint: fingerprintOf(token),
    missingPermissions: requiredPermissions.filter((needed) => !scopes.includes(needed)),
    reason: isValid ? undefined : withoutToken(reason ?? 'Meta gives no reason.', token),
    appId: asNonEmptyString(data['app_id']),
    type: asNonEmptyString(data['type']),
    expiresAt: instantOf(data['expires_at']),
    dataAccessExpiresAt: instantOf(data['data_access_expires_at']),
    reachesAccount: reachesAccount(data['granular_scopes'], wabaId),
  })
}

/** A permission may be narrowed to some accounts (`target_ids`); without such a list it is for all. */
function reachesAccount(granular: unknown, wabaId: string): boolean | undefined {
  if (!Array.isArray(granular) || granular.length === 0 || wabaId === '') return undefined
  const narrowed = granular
    .map(asObject)
    .filter((entry) => requiredPermissions.some((needed) => needed === entry['scope']))
    .filter((entry) => Array.isArray(entry['target_ids']))
  return narrowed.every((entry) => textsOf(entry['target_ids']).includes(wabaId))
}

const withoutAbsent = (status: {
  [Key in keyof TokenStatus]: TokenStatus[Key] | undefined
}): TokenStatus =>
  Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined)) as never

const withoutToken = (text: string, token: string): string =>
  token === '' ? text : text.replaceAll(token, '…')

/** Unix seconds; 0 means never. */
const instantOf = (value: unknown): Date | undefined =>
  typeof value === 'number' && value > 0 ? new Date(value * 1000) : undefined

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(asNonEmptyString).filter((text) => text !== undefined) : []
