import { cachedLookup } from '../kernel/cached-lookup.ts'
import { createThrottles } from '../kernel/throttle.ts'
import { sendRate } from '../sessions/send-rate.ts'
import { firestoreSessions } from '../sessions/session-store.firestore.ts'
import type { Hold, Session } from '../sessions/session.ts'
import { setAsideServices } from './kernel.ts'
import { perPlatform } from './per-platform.ts'

/** Sessions, their holds and their throttles. */
export const sessionServices = perPlatform((platform) => {
  const { db, settings, clock, sleep } = platform
  const store = firestoreSessions(db, setAsideServices(platform))
  const throttles = createThrottles(clock, sleep)
  const freshSessions = (): Promise<Session[]> => store.list(settings.defaultSession)
  const all = cachedLookup(freshSessions, { seconds: settings.cacheSeconds, clock })
  const sessions = (): Promise<Session[]> => all('all')
  return {
    sessions,
    freshSessions,
    invalidateSessions: () => all.invalidate('all'),
    session: async (id: string) => {
      const found = (await sessions()).find((session) => session.id === id)
      // It was not deleted: its messages wait until it is readable again.
      if (!found && store.isUnreadable(id)) throw new Error(`The session ${id} cannot be read.`)
      return found
    },
    sessionStore: store,
    // This instance stops sending at once, others when their cache expires.
    holdSession: async (id: string, hold: Hold) => {
      const isHeld = await store.hold(id, hold)
      all.invalidate('all')
      return isHeld
    },
    resume: store.resume,
    setRequeuedUntil: store.setRequeuedUntil,
    recordSignal: store.recordSignal,
    // Test sends do not take turns of live ones, and slow none down.
    throttleFor: (session: Session, mode: 'live' | 'test') =>
      throttles(`${mode} ${session.id}`, sendRate(session, settings.dispatchRate)),
  }
})
