import type { Session } from '../sessions/session.ts'
import { tokenOf, type AccessTokens } from './access-tokens.ts'
import { senderOf } from './sender-of.ts'

/**
 * The token that speaks for an account or a number: that of a session there, the installation's own where one of them
 * uses it or none is there.
 */
export function tokenFor(
  tokens: AccessTokens,
  sessions: readonly Session[],
  isThere: (session: Session) => boolean,
): string {
  const there = sessions.filter(isThere)
  const speaker = there.find(({ tokenSecret }) => tokenSecret === undefined) ?? there[0]
  return (speaker && tokenOf(tokens, senderOf(speaker, 'live'))) ?? tokens.accessToken
}
