import { createChannels } from '../dispatch/channel.ts'
import { tokenForAccount } from '../graph/account-access-token.ts'
import { fetchDisplayPhoneNumber } from '../graph/display-phone-number.undici.ts'
import { graphOverHttp } from '../graph/graph-client.undici.ts'
import { inspectToken } from '../graph/token-inspection.undici.ts'
import type { InspectToken } from '../sessions/access-token.ts'
import type { Session } from '../sessions/session.ts'
import { perPlatform } from './per-platform.ts'
import type { Platform } from './platform.ts'
import { sessionServices } from './sessions.ts'
import type { Settings } from './settings.ts'

/** Messages over the Graph API. */
export const graphServices = perPlatform(({ settings, log }) => {
  const graph = graphOverHttp(graphSettings(settings), log)
  return { graph, channels: createChannels(graph) }
})

export const graphSettings = ({ graph, accessTokens }: Settings) => ({ ...graph, ...accessTokens() })

/** Meta's address and the token for an account or a number, where sessions of it are. */
export async function graphAccount(platform: Platform, isThere: (session: Session) => boolean) {
  const { graph, accessTokens } = platform.settings
  const sessions = await sessionServices(platform).sessions()
  return {
    url: graph.url,
    version: graph.version,
    accessToken: tokenForAccount(accessTokens(), sessions, isThere),
  }
}

/** Asks Meta how a number is written. */
export const displayNumber = (platform: Platform) => async (phoneNumberId: string) =>
  fetchDisplayPhoneNumber(
    phoneNumberId,
    await graphAccount(platform, (session) => session.phoneNumberId === phoneNumberId),
  )

/** The installation's token inspects itself, unless the app has an id and a secret. */
export const tokenInspection = ({ settings }: Platform, app?: Settings['app']): InspectToken =>
  inspection(
    settings,
    () => ({ token: settings.accessTokens().accessToken, wabaId: settings.defaultSession.wabaId }),
    app,
  )

/** The same for each token of single sessions, by the name of its secret. */
export async function sessionTokenInspections(platform: Platform): Promise<Map<string, InspectToken>> {
  const { settings } = platform
  const sessions = await sessionServices(platform).sessions()
  return new Map(
    settings.tokenSecrets.map((name) => {
      const wabaId = sessions.find(({ tokenSecret }) => tokenSecret === name)?.wabaId ?? ''
      const token = () => ({ token: settings.accessTokens().sessionTokens?.get(name) ?? '', wabaId })
      return [name, inspection(settings, token, settings.app)]
    }),
  )
}

const inspection =
  (
    { graph: { url, version } }: Settings,
    inspected: () => { token: string; wabaId: string },
    app?: Settings['app'],
  ): InspectToken =>
  () => {
    const { id = '', secret = '' } = app?.() ?? {}
    return inspectToken({
      url,
      version,
      ...inspected(),
      ...(id !== '' && secret !== '' && { app: { id, secret } }),
    })
  }
