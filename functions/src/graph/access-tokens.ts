import type { GraphSender } from './graph-client.ts'

/** The access tokens of a deployment. None is ever sent anywhere but to where it belongs. */
export interface AccessTokens {
  /** Meta's, of every session that has none of its own. */
  readonly accessToken: string
  /** Meta's own of sessions, by the name of the secret that holds them. */
  readonly sessionTokens?: ReadonlyMap<string, string>
  /** The simulator's. */
  readonly testAccessToken: string
}

/** The token that speaks for a sender; undefined: the secret it names is not bound to this function. */
export function tokenForSender(tokens: AccessTokens, { mode, tokenSecret }: GraphSender): string | undefined {
  if (mode === 'test') return tokens.testAccessToken
  return tokenSecret === undefined ? tokens.accessToken : tokens.sessionTokens?.get(tokenSecret)
}

/** What to say where a token is missing. */
export const missingTokenError = ({ tokenSecret = '' }: GraphSender): string =>
  `The secret ${tokenSecret} with the access token of this session is not bound to the functions: name it in WHATSAPP_TOKEN_SECRETS, store its value and deploy.`
