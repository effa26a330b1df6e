import { request } from 'undici'
import type { PhoneNumberStatus } from '../sessions/session-health.ts'
import { missingTokenError, tokenForSender, type AccessTokens } from './access-tokens.ts'
import { failureFromResponse, type GraphFailure } from './graph-error.ts'
import type { GraphSender } from './graph-client.ts'
import { numberFields, parsePhoneNumberNode } from './phone-number-status.ts'

export interface NumberSettings extends AccessTokens {
  /** Where the Graph API is, without a version. */
  readonly url: string
  readonly version: string
}

const TIMEOUT_MS = 10_000

/** Asks Meta for a number: quality, status, limits. Never throws for what Meta or the network does. */
export async function fetchPhoneNumberStatus(
  settings: NumberSettings,
  sender: GraphSender,
): Promise<PhoneNumberStatus> {
  const token = tokenForSender(settings, sender)
  if (token === undefined) return { state: 'refused', reason: missingTokenError(sender) }
  const address = `${settings.url}/${settings.version}/${encodeURIComponent(sender.phoneNumberId)}`
  const [sure, more] = await Promise.all([
    fetchNode(address, numberFields.sure, token),
    fetchNode(address, numberFields.optional, token),
  ])
  if ('failure' in sure) return { state: 'refused', reason: describeFailure(sure.failure) }
  if ('unreachable' in sure) return { state: 'unreachable', reason: sure.unreachable }
  return parsePhoneNumberNode({ ...sure.node, ...('node' in more && more.node) })
}

type NodeResult = { node: Record<string, unknown> } | { failure: GraphFailure } | { unreachable: string }

async function fetchNode(address: string, fields: string, token: string): Promise<NodeResult> {
  try {
    const response = await request(address, {
      query: { fields },
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.body.text()
    return response.statusCode === 200
      ? { node: JSON.parse(text) as Record<string, unknown> }
      : { failure: failureFromResponse(response.statusCode, response.headers, text) }
  } catch (error) {
    const { code, name } = error as { code?: string; name?: string }
    return { unreachable: `Meta could not be reached (${code ?? name ?? 'no answer'}).` }
  }
}

const describeFailure = ({ details, message, httpStatus }: GraphFailure): string =>
  details ?? message ?? `Meta answered with status ${String(httpStatus)}.`
