import { request } from 'undici'
import type { TokenStatus } from '../sessions/access-token.ts'
import { parseTokenInspection, unknownTokenStatus, type InspectedToken } from './token-inspection.ts'

export interface InspectionSettings extends InspectedToken {
  /** Where the Graph API is, without a version. */
  readonly url: string
  readonly version: string
  /** The Meta app, where it is configured: it may be asked about a token that is dead. */
  readonly app?: { readonly id: string; readonly secret: string }
}

const TIMEOUT_MS = 10_000

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

type Answer = { status: number; text: string } | { unreachable: string }

async function requestInspection(
  asker: string,
  { url, version, token }: InspectionSettings,
): Promise<Answer> {
  try {
    const response = await request(`${url}/${version}/debug_token`, {
      query: { input_token: token },
      headers: { authorization: `Bearer ${asker}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.statusCode, text: await response.body.text() }
  } catch (error) {
    // Not its message: it may tell the address, and with it the token.
    const { code, name } = error as { code?: string; name?: string }
    return { unreachable: `Meta could not be reached (${code ?? name ?? 'no answer'}).` }
  }
}
