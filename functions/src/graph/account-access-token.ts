import type { Session } from '../sessions/session.ts'
import { tokenForSender, type AccessTokens } from './access-tokens.ts'
import { graphSender } from './graph-sender.ts'

/**
 * The token that speaks for an account or a number: that of a session there, the installation's own where one of them
 * uses it or none is there.
 */
export function tokenForAccount(
  tokens: AccessTokens,
  sessions: readonly Session[],
  isThere: (session: Session) => boolean,
): string {
  const there = sessions.filter(isThere)
  const speaker = there.find(({ tokenSecret }) => tokenSecret === undefined) ?? there[0]
  return (speaker && tokenForSender(tokens, graphSender(speaker, 'live'))) ?? tokens.accessToken
}
