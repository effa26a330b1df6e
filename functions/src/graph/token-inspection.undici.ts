import type { TokenStatus } from '../sessions/access-token.ts'
import { requestGraph, unreachable, type GraphUnreachable } from './graph-request.undici.ts'
import { parseTokenInspection, unknownTokenStatus, type InspectedToken } from './token-inspection.ts'

export interface InspectionSettings extends InspectedToken {
  /** Where the Graph API is, without a version. */
  readonly url: string
  readonly version: string
  /** The Meta app, where it is configured: it may be asked about a token that is dead. */
  readonly app?: { readonly id: string; readonly secret: string }
}

/**
 * Asks Meta about a token (`debug_token`): as the app where it is known, else, or when the app is refused, as the
 * token itself. Meta wants the token it is asked about in the address; nothing of the address is ever logged.
 */
export async function inspectToken(settings: InspectionSettings): Promise<TokenStatus> {
  const { app, token } = settings
  const askers = [...(app ? [`${app.id}|${app.secret}`] : []), token]
  let reason = ''
  for (const asker of askers) {
    const answer = await requestInspection(asker, settings)
    if ('unreachable' in answer) return unknownTokenStatus(token, answer.unreachable)
    const status = parseTokenInspection(answer, settings)
    // The app's own credentials may be what is refused: then nothing is known of the token yet.
    if (status && (asker === token || answer.status === 200)) return status
    reason = `Meta answered with status ${String(answer.status)} and no inspection.`
  }
  return unknownTokenStatus(token, reason)
}

type Answer = { status: number; text: string } | GraphUnreachable

async function requestInspection(
  asker: string,
  { url, version, token }: InspectionSettings,
): Promise<Answer> {
  const asked = await requestGraph(`${url}/${version}/debug_token`, {
    token: asker,
    query: { input_token: token },
  })
  if ('unreachable' in asked) return asked
  const { statusCode: status, body } = asked.response
  return body.text().then((text) => ({ status, text }), unreachable)
}
