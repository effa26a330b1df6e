import { initializeApp } from 'firebase/app'
import { connectAuthEmulator, getAuth, signInWithEmailAndPassword, type User } from 'firebase/auth'

/** Signs in a demo user of the local stack. */
export async function signInLocally(email: string, password: string): Promise<User> {
  const auth = getAuth(initializeApp({ apiKey: 'local', projectId: 'demo-waypost' }))
  connectAuthEmulator(auth, 'http://127.0.0.1:7403', { disableWarnings: true })
  return (await signInWithEmailAndPassword(auth, email, password)).user
}
