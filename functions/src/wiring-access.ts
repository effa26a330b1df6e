import type { RateLimiter } from './access/rate-limiter.ts'
import type { RequestLimits } from './access/rate-limits.ts'
import type { TakeSessionTurn } from './access/session-turn.ts'
import { params } from './config.ts'
import { once } from './kernel/once.ts'
import { adminApp, firestore, kernelTools, REMEMBERED_SECONDS } from './wiring-kernel.ts'

/** Who calls. */
export const accessTools = once(async () => {
  const [
    { authenticate },
    { firebaseIdTokens },
    { rememberTokens },
    { systemClock: clock },
    { findApiKey, countUse },
    { getAuth },
    app,
  ] = await Promise.all([
    import('./access/authenticate.ts'),
    import('./access/id-token.firebase.ts'),
    import('./access/id-token.ts'),
    import('./kernel/clock.system.ts'),
    keyTools(),
    import('firebase-admin/auth'),
    adminApp(),
  ])
  const needs = {
    verifyIdToken: rememberTokens(firebaseIdTokens(getAuth(app)), clock),
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
export const keyTools = once(async () => {
  const [
    { firestoreApiKeys },
    { randomSecret },
    { countUses },
    { remembered },
    { sessionTools },
    { recordAct },
    { clock, ids, log },
    db,
  ] = await Promise.all([
    import('./access/api-key-store.firestore.ts'),
    import('./access/api-key-secret.random.ts'),
    import('./access/count-uses.ts'),
    import('./kernel/remembered.ts'),
    import('./wiring-sessions.ts'),
    auditTools(),
    kernelTools(),
    firestore(),
  ])
  const keys = firestoreApiKeys(db)
  const findApiKey = remembered(keys.find, { seconds: REMEMBERED_SECONDS, clock })
  return {
    keys,
    findApiKey,
    forgetKey: findApiKey.forget,
    countUse: countUses({ keys, clock, log }),
    newSecret: randomSecret,
    unknownSessions: async (asked: readonly string[]) => {
      const known = await (await sessionTools()).freshSessions()
      return asked.filter((id) => !known.some((session) => session.id === id))
    },
    recordAct,
    ids,
    clock,
  }
})

/** The audit log. */
export const auditTools = once(async () => {
  const [{ firestoreAudit }, { recordActs }, { clock, ids, alert }, db] = await Promise.all([
    import('./access/audit-store.firestore.ts'),
    import('./access/record-act.ts'),
    kernelTools(),
    firestore(),
  ])
  const audit = firestoreAudit(db)
  return { audit, recordAct: recordActs({ audit, ids, clock }), alert, clock }
})

const appCheck = once(async () => {
  const [{ firebaseAppCheck }, { getAppCheck }, app] = await Promise.all([
    import('./access/app-check.firebase.ts'),
    import('firebase-admin/app-check'),
    adminApp(),
  ])
  return firebaseAppCheck(getAppCheck(app))
})

/** What plain users may send, as an operator set it. */
export const policyTools = once(async () => {
  const [{ firestoreNotifyPolicy }, { remembered }, { recordAct }, { clock }, db] = await Promise.all([
    import('./access/notify-policy-store.firestore.ts'),
    import('./kernel/remembered.ts'),
    auditTools(),
    kernelTools(),
    firestore(),
  ])
  const notifyPolicies = firestoreNotifyPolicy(db)
  const rules = remembered(notifyPolicies.read, { seconds: REMEMBERED_SECONDS, clock })
  return {
    notifyPolicies,
    notifyRules: () => rules('all'),
    forgetPolicy: () => rules.forget('all'),
    recordAct,
    clock,
  }
})

/** How often anybody may do anything. */
export const limitTools = once(
  async (): Promise<{ limiter: RateLimiter; requests: RequestLimits; takeSessionTurn: TakeSessionTurn }> => {
    const [
      { rateLimiter },
      { sessionTurns },
      { firestoreRateLimits },
      { systemSleep },
      { alert, clock },
      db,
    ] = await Promise.all([
      import('./access/rate-limiter.ts'),
      import('./access/session-turn.ts'),
      import('./access/rate-limit-ledger.firestore.ts'),
      import('./kernel/clock.system.ts'),
      kernelTools(),
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
      takeSessionTurn: sessionTurns(limiter, {
        web: params.rateLimitWebSession.value(),
        cloud: params.rateLimitCloudSession.value(),
      }),
    }
  },
)
