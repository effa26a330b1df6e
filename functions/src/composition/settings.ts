import { parseSwitch } from './check-settings.ts'
import { accessTokens, appSecrets, listParameter, params, sessionTokenSecrets } from '../config.ts'
import type { AccessTokens } from '../graph/access-tokens.ts'
import type { RawSendSettings } from '../messages/send-settings.ts'
import type { Session } from '../sessions/session.ts'

/** The configuration of a deployment as plain values. `config.ts` declares the parameters behind them. */
export interface Settings {
  readonly graph: GraphLocation
  /** Read when needed: not every function has the secrets. */
  readonly accessTokens: () => AccessTokens
  /** The Meta app; an empty member: not configured. */
  readonly app: () => { readonly id: string; readonly secret: string }
  /** The sender of a deployment that has none yet. */
  readonly defaultSession: Session
  /** Names of the secrets with access tokens of single sessions. */
  readonly tokenSecrets: readonly string[]
  readonly send: RawSendSettings
  /** Messages per second of a session without a rate of its own. */
  readonly dispatchRate: number
  readonly attempts: { readonly maxAttempts: number; readonly unknownGraceSeconds: number }
  /** Keywords in addition to the built-in lists. */
  readonly consentKeywords: { readonly optOut: readonly string[]; readonly optIn: readonly string[] }
  readonly rateLimits: RateLimitSettings
  readonly enforceAppCheck: boolean
  readonly corsOrigins: readonly string[]
  /** Empty: the API serves the pages. */
  readonly docsUrl: string
  readonly webhooksToLoopback: boolean
  /** Sessions, keys and the notify policy change rarely; a change is effective everywhere within this time. */
  readonly cacheSeconds: number
}

interface GraphLocation {
  readonly url: string
  readonly testUrl: string
  readonly version: string
}

interface RateLimitSettings {
  readonly unauthenticated: number
  readonly user: number
  readonly trusted: number
  readonly webSession: number
  readonly cloudSession: number
}

/** Reads the parameters of this deployment. Call inside a request, never while modules load. */
export const readSettings = (): Settings => ({
  graph: {
    url: params.graphUrl.value(),
    testUrl: params.testGraphUrl.value(),
    version: params.apiVersion.value(),
  },
  accessTokens,
  app: () => ({ id: params.appId.value(), secret: appSecrets()[0] ?? '' }),
  defaultSession: {
    id: 'ses_default',
    name: 'Default',
    channel: 'cloud',
    phoneNumberId: params.phoneNumberId.value(),
    wabaId: params.wabaId.value(),
    owners: [],
    isDefault: true,
  },
  tokenSecrets: sessionTokenSecrets.map(({ name }) => name),
  send: {
    notifyPolicy: params.notifyPolicy.value(),
    defaultRecipient: params.defaultRecipient.value(),
    defaultCountry: params.defaultCountry.value(),
    testGraphUrl: params.testGraphUrl.value(),
    quietHours: params.quietHours.value(),
  },
  dispatchRate: params.dispatchRate.value(),
  attempts: {
    maxAttempts: params.maxAttempts.value(),
    unknownGraceSeconds: params.unknownGraceSeconds.value(),
  },
  consentKeywords: {
    optOut: listParameter(params.optOutWords.value()),
    optIn: listParameter(params.optInWords.value()),
  },
  rateLimits: {
    unauthenticated: params.rateLimitUnauthenticated.value(),
    user: params.rateLimitUser.value(),
    trusted: params.rateLimitTrusted.value(),
    webSession: params.rateLimitWebSession.value(),
    cloudSession: params.rateLimitCloudSession.value(),
  },
  enforceAppCheck: parseSwitch('ENFORCE_APP_CHECK', params.enforceAppCheck.value()),
  corsOrigins: listParameter(params.corsOrigins.value()),
  docsUrl: params.docsUrl.value(),
  webhooksToLoopback: params.webhooksToLoopback.value() === 'true',
  cacheSeconds: 30,
})
