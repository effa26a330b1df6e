import type { App } from 'firebase-admin/app'
import { getAuth } from 'firebase-admin/auth'
import type { CurrentCallersNeeds } from './current-callers.ts'
import { roleOf } from './id-token.firebase.ts'

const unknownUser: readonly unknown[] = ['auth/user-not-found', 'auth/invalid-uid']

/** Asks Firebase Auth for a user's role. */
export const firebaseCurrentUser =
  (app: App): CurrentCallersNeeds['currentUser'] =>
  async (uid) => {
    try {
      const { disabled, customClaims } = await getAuth(app).getUser(uid)
      return disabled ? null : { kind: 'user', uid, role: roleOf(customClaims?.['waypost']) }
    } catch (error) {
      if (error instanceof Error && 'code' in error && unknownUser.includes(error.code)) return null
      throw error
    }
  }
