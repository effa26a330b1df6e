import type { RateLimiter } from './rate-limits/rate-limiter.ts'
import type { RequestLimits } from './rate-limits/rate-limit-policies.ts'
import type { ConsumeSessionQuota } from './rate-limits/session-rate-limit.ts'
import { params } from './config.ts'
import { once } from './kernel/once.ts'
import { adminApp, firestore, kernelServices, CACHE_SECONDS } from './wiring-kernel.ts'

/** Who calls. */
export const accessServices = once(async () => {
  const [
    { authenticate },
    { firebaseIdTokens },
    { cacheVerifiedTokens },
    { systemClock: clock },
    { findApiKey, countUse },
    { getAuth },
    app,
  ] = await Promise.all([
    import('./auth/authenticate.ts'),
    import('./auth/id-token.firebase.ts'),
    import('./auth/id-token.ts'),
    import('./kernel/clock.system.ts'),
    apiKeyServices(),
    import('firebase-admin/auth'),
    adminApp(),
  ])
  const needs = {
    verifyIdToken: cacheVerifiedTokens(firebaseIdTokens(getAuth(app)), clock),
    findApiKey,
    countUse,
    clock,
  }
  const checkApp = params.enforceAppCheck.value() === 'true' ? await appCheck() : undefined
  return {
    authenticator: async (header: (name: string) => string | undefined) => {
      const caller = await authenticate(header('authorization'), needs)
      if (caller.kind === 'user') await checkApp?.(header('x-firebase-appcheck'))
      return caller
    },
  }
})

/** API keys: looked up, counted and managed. */
export const apiKeyServices = once(async () => {
  const [
    { firestoreApiKeys },
    { randomSecret },
    { countApiKeyUses },
    { cachedLookup },
    { sessionServices },
    { recordAuditAction },
    { clock, ids, log },
    db,
  ] = await Promise.all([
    import('./auth/api-key-store.firestore.ts'),
    import('./auth/api-key-secret.random.ts'),
    import('./auth/api-key-usage.ts'),
    import('./kernel/cached-lookup.ts'),
    import('./wiring-sessions.ts'),
    auditServices(),
    kernelServices(),
    firestore(),
  ])
  const keys = firestoreApiKeys(db)
  const findApiKey = cachedLookup(keys.find, { seconds: CACHE_SECONDS, clock })
  return {
    keys,
    findApiKey,
    invalidateKey: findApiKey.invalidate,
    countUse: countApiKeyUses({ keys, clock, log }),
    newSecret: randomSecret,
    unknownSessions: async (asked: readonly string[]) => {
      const known = await (await sessionServices()).freshSessions()
      return asked.filter((id) => !known.some((session) => session.id === id))
    },
    recordAuditAction,
    ids,
    clock,
  }
})

/** The audit log. */
export const auditServices = once(async () => {
  const [{ firestoreAudit }, { createAuditRecorder }, { clock, ids, alert }, db] = await Promise.all([
    import('./audit/audit-store.firestore.ts'),
    import('./audit/record-audit-action.ts'),
    kernelServices(),
    firestore(),
  ])
  const audit = firestoreAudit(db)
  return { audit, recordAuditAction: createAuditRecorder({ audit, ids, clock }), alert, clock }
})

const appCheck = once(async () => {
  const [{ firebaseAppCheck }, { getAppCheck }, app] = await Promise.all([
    import('./auth/app-check.firebase.ts'),
    import('firebase-admin/app-check'),
    adminApp(),
  ])
  return firebaseAppCheck(getAppCheck(app))
})

/** What plain users may send, as an operator set it. */
export const policyServices = once(async () => {
  const [{ firestoreNotifyPolicy }, { cachedLookup }, { recordAuditAction }, { clock }, db] =
    await Promise.all([
      import('./auth/notify-policy-store.firestore.ts'),
      import('./kernel/cached-lookup.ts'),
      auditServices(),
      kernelServices(),
      firestore(),
    ])
  const notifyPolicies = firestoreNotifyPolicy(db)
  const rules = cachedLookup(notifyPolicies.read, { seconds: CACHE_SECONDS, clock })
  return {
    notifyPolicies,
    notifyRules: () => rules('all'),
    invalidatePolicy: () => rules.invalidate('all'),
    recordAuditAction,
    clock,
  }
})

/** How often anybody may do anything. */
export const rateLimitServices = once(
  async (): Promise<{
    limiter: RateLimiter
    requests: RequestLimits
    consumeSessionQuota: ConsumeSessionQuota
  }> => {
    const [
      { rateLimiter },
      { sessionRateLimiter },
      { firestoreRateLimits },
      { systemSleep },
      { alert, clock },
      db,
    ] = await Promise.all([
      import('./rate-limits/rate-limiter.ts'),
      import('./rate-limits/session-rate-limit.ts'),
      import('./rate-limits/rate-limit-ledger.firestore.ts'),
      import('./kernel/clock.system.ts'),
      kernelServices(),
      firestore(),
    ])
    const trusted = params.rateLimitTrusted.value()
    const limiter = rateLimiter({ ledger: firestoreRateLimits(db), alert, clock, sleep: systemSleep })
    return {
      limiter,
      requests: {
        unauthenticated: params.rateLimitUnauthenticated.value(),
        plainUser: params.rateLimitUser.value(),
        trustedUser: trusted,
        key: trusted,
      },
      consumeSessionQuota: sessionRateLimiter(limiter, {
        web: params.rateLimitWebSession.value(),
        cloud: params.rateLimitCloudSession.value(),
      }),
    }
  },
)
