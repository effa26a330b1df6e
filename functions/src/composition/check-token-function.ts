import { firestoreTokenWarnings } from '../sessions/check-token.firestore.ts'
import type { CheckTokenNeeds } from '../sessions/check-token.ts'
import { sessionTokenInspections, tokenInspection } from './graph.ts'
import { firebasePlatform } from './platform.firebase.ts'

/** `checkToken`: the installation's token and those of single sessions. */
export async function checkTokenServices(): Promise<readonly CheckTokenNeeds[]> {
  const platform = firebasePlatform()
  const { db, clock, log, settings } = platform
  const services = { saveWarning: firestoreTokenWarnings(db), clock, log }
  const ofSessions = await sessionTokenInspections(platform)
  return [
    { ...services, inspect: tokenInspection(platform, settings.app) },
    ...[...ofSessions].map(([secret, inspect]) => ({ ...services, secret, inspect })),
  ]
}
