import { params } from './config.ts'
import { once } from './kernel/once.ts'
import { adminApp, firestore, REMEMBERED_SECONDS } from './wiring-kernel.ts'

/** Who calls. */
export const accessTools = once(async () => {
  const [
    { authenticate },
    { firebaseIdTokens },
    { rememberTokens },
    { firestoreApiKeys },
    { systemClock: clock },
    { remembered },
    { getAuth },
    app,
    db,
  ] = await Promise.all([
    import('./access/authenticate.ts'),
    import('./access/id-token.firebase.ts'),
    import('./access/id-token.ts'),
    import('./access/api-key-store.firestore.ts'),
    import('./kernel/clock.system.ts'),
    import('./kernel/remembered.ts'),
    import('firebase-admin/auth'),
    adminApp(),
    firestore(),
  ])
  const needs = {
    verifyIdToken: rememberTokens(firebaseIdTokens(getAuth(app)), clock),
    findApiKey: remembered(firestoreApiKeys(db).find, { seconds: REMEMBERED_SECONDS, clock }),
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

const appCheck = once(async () => {
  const [{ firebaseAppCheck }, { getAppCheck }, app] = await Promise.all([
    import('./access/app-check.firebase.ts'),
    import('firebase-admin/app-check'),
    adminApp(),
  ])
  return firebaseAppCheck(getAppCheck(app))
})
