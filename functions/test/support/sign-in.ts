import type { StackFile } from '@waypost/local-stack'
import { initializeApp } from 'firebase/app'
import {
  connectAuthEmulator,
  inMemoryPersistence,
  initializeAuth,
  signInWithEmailAndPassword,
} from 'firebase/auth'
import { stack } from './stack-api.ts'

/** Signs a demo user in as an app does, with Firebase's own client, and returns the ID token. */
export async function idTokenOf(who: keyof StackFile['users']): Promise<string> {
  const app = initializeApp({ apiKey: 'demo-key', projectId: stack.projectId }, who)
  const auth = initializeAuth(app, { persistence: inMemoryPersistence })
  connectAuthEmulator(auth, stack.authUrl, { disableWarnings: true })
  const { email, password } = stack.users[who]
  const { user } = await signInWithEmailAndPassword(auth, email, password)
  return user.getIdToken()
}
