import type { PhoneNumberStatus } from '../sessions/session-health.ts'
import { asObject, parseJson } from '../kernel/untrusted-json.ts'
import { missingTokenError, tokenForSender, type AccessTokens } from './access-tokens.ts'
import type { GraphFailure } from './graph-error.ts'
import { readGraph, type GraphUnreachable } from './graph-request.undici.ts'
import type { GraphSender } from './graph-client.ts'
import { numberFields, parsePhoneNumberNode } from './phone-number-status.ts'

export interface NumberSettings extends AccessTokens {
  /** Where the Graph API is, without a version. */
  readonly url: string
  readonly version: string
}

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

type NodeResult = { node: Readonly<Record<string, unknown>> } | { failure: GraphFailure } | GraphUnreachable

async function fetchNode(address: string, fields: string, token: string): Promise<NodeResult> {
  const answer = await readGraph(address, { token, query: { fields } })
  return 'text' in answer ? { node: asObject(parseJson(answer.text)) } : answer
}

const describeFailure = ({ details, message, httpStatus }: GraphFailure): string =>
  details ?? message ?? `Meta answered with status ${String(httpStatus)}.`
