import { getAppCheck } from 'firebase-admin/app-check'
import { getAuth } from 'firebase-admin/auth'
import { join } from 'node:path'
import type { ApiNeeds } from '../api/app.http.ts'
import { referenceFilesIn } from '../api/reference-files.system.ts'
import { firebaseAppCheck } from '../auth/app-check.firebase.ts'
import { firebaseIdTokens } from '../auth/id-token.firebase.ts'
import { createApiServices } from './api.ts'
import { createAuthenticator } from './auth.ts'
import { firebasePlatform } from './platform.firebase.ts'

/** `api` */
export function apiServices(): ApiNeeds {
  const platform = firebasePlatform()
  return createApiServices(platform, {
    authenticate: createAuthenticator(platform, {
      verifyIdToken: firebaseIdTokens(getAuth()),
      checkApp: platform.settings.enforceAppCheck ? firebaseAppCheck(getAppCheck()) : undefined,
    }),
    referenceFile: referenceFilesIn(referenceFolder),
  })
}

/** Beside the bundle: the build puts it there. */
const referenceFolder = join(import.meta.dirname, 'reference')
