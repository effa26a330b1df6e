import { randomSecret } from '../auth/api-key-secret.random.ts'
import { firestoreApiKeys } from '../auth/api-key-store.firestore.ts'
import { countApiKeyUses } from '../auth/api-key-usage.ts'
import { authenticate } from '../auth/authenticate.ts'
import { cacheVerifiedTokens, type VerifyIdToken } from '../auth/id-token.ts'
import { firestoreNotifyPolicy } from '../auth/notify-policy-store.firestore.ts'
import type { Caller } from '../http/caller.ts'
import { cachedLookup } from '../kernel/cached-lookup.ts'
import { auditServices } from './audit.ts'
import { kernelServices, setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'
import type { Platform } from './platform.ts'
import { sessionServices } from './sessions.ts'

/** API keys: looked up, counted and managed. */
export const apiKeyServices = perPlatform((platform) => {
  const { clock, ids, log } = kernelServices(platform)
  const { freshSessions } = sessionServices(platform)
  const keys = firestoreApiKeys(platform.db, setAsideServices(platform))
  const findApiKey = cachedLookup(keys.find, { seconds: platform.settings.cacheSeconds, clock })
  return {
    keys,
    findApiKey,
    invalidateKey: findApiKey.invalidate,
    countUse: countApiKeyUses({ keys, clock, log }),
    newSecret: randomSecret,
    defaultRequests: platform.settings.rateLimits.trusted,
    unknownSessions: async (asked: readonly string[]) => {
      const known = await freshSessions()
      return asked.filter((id) => !known.some((session) => session.id === id))
    },
    recordAuditAction: auditServices(platform).recordAuditAction,
    ids,
    clock,
  }
})

interface Identity {
  readonly verifyIdToken: VerifyIdToken
  /** Undefined: apps need no App Check token. */
  readonly checkApp: ((token: string | undefined) => Promise<void>) | undefined
}

/** Finds the caller of a request from its headers. */
export function createAuthenticator(platform: Platform, { verifyIdToken, checkApp }: Identity) {
  const { findApiKey, countUse, clock } = apiKeyServices(platform)
  const services = { verifyIdToken: cacheVerifiedTokens(verifyIdToken, clock), findApiKey, countUse, clock }
  return async (header: (name: string) => string | undefined): Promise<Caller> => {
    const caller = await authenticate(header('authorization'), services)
    if (caller.kind === 'user') await checkApp?.(header('x-firebase-appcheck'))
    return caller
  }
}

/** What an operator allows plain users to send. */
export const notifyPolicyServices = perPlatform((platform) => {
  const { clock } = kernelServices(platform)
  const notifyPolicies = firestoreNotifyPolicy(platform.db, setAsideServices(platform))
  const rules = cachedLookup(notifyPolicies.read, { seconds: platform.settings.cacheSeconds, clock })
  return {
    notifyPolicies,
    notifyRules: () => rules('all'),
    invalidatePolicy: () => rules.invalidate('all'),
    recordAuditAction: auditServices(platform).recordAuditAction,
    clock,
  }
})
